package dev.ballast.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;

/** oneDNN's F32 linear on packed weights; ops that the bindings do not map, by the dispatcher. */
final class Onednn {
  private static final Op PACK = Op.named("mkldnn::_reorder_linear_weight");
  private static final Op LINEAR = Op.named("mkldnn::_linear_pointwise");
  private static final IValue NO_ACTIVATION = Op.kept(new IValue("none"));
  private static final IValue NO_SCALARS = Op.kept(emptyScalarList());

  /** The batch oneDNN picks its layout for; the layout serves every number of rows. */
  private static final long ROWS_HINT = 16;

  private Onednn() {}

  static Tensor pack(Tensor weight) {
    return Tensor.of(PACK.tensor(new IValue(weight.handle()), new IValue(ROWS_HINT)));
  }

  static Tensor linear(Tensor x, Tensor packed) {
    return Tensor.of(
        LINEAR.tensor(
            new IValue(x.handle()),
            new IValue(packed.handle()),
            Op.NONE,
            NO_ACTIVATION,
            NO_SCALARS,
            Op.NONE));
  }

  private static IValue emptyScalarList() {
    CompilationUnit unit =
        torch.compile("def f():\n  x: List[Optional[number]] = []\n  return x\n");
    unit.retainReference();
    return unit.get_function(new QualifiedName("f")).apply(new IValueVector());
  }
}
