package dev.ballast.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;

/** oneDNN's F32 linear on packed weights; ops that the bindings do not map, by the dispatcher. */
final class Onednn {
  private static final OperatorHandle PACK = find("mkldnn::_reorder_linear_weight");
  private static final OperatorHandle LINEAR = find("mkldnn::_linear_pointwise");
  private static final IValue NONE = kept(new IValue());
  private static final IValue NO_ACTIVATION = kept(new IValue("none"));
  private static final IValue NO_SCALARS = kept(emptyScalarList());

  /** The batch oneDNN picks its layout for; the layout serves every number of rows. */
  private static final long ROWS_HINT = 16;

  private Onednn() {}

  static Tensor pack(Tensor weight) {
    IValueVector stack = new IValueVector(new IValue(weight.handle()), new IValue(ROWS_HINT));
    PACK.callBoxed(stack);
    return result(stack);
  }

  static Tensor linear(Tensor x, Tensor packed) {
    IValueVector stack =
        new IValueVector(
            new IValue(x.handle()),
            new IValue(packed.handle()),
            NONE,
            NO_ACTIVATION,
            NO_SCALARS,
            NONE);
    LINEAR.callBoxed(stack);
    return result(stack);
  }

  /** Return a tensor of its own: what the stack lends dies with the stack. */
  private static Tensor result(IValueVector stack) {
    return Tensor.of(new org.bytedeco.pytorch.Tensor(stack.get(0).toTensor()));
  }

  private static OperatorHandle find(String name) {
    OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
    return handle.retainReference();
  }

  private static IValue kept(IValue value) {
    return value.retainReference();
  }

  private static IValue emptyScalarList() {
    CompilationUnit unit =
        torch.compile("def f():\n  x: List[Optional[number]] = []\n  return x\n");
    unit.retainReference();
    return unit.get_function(new QualifiedName("f")).apply(new IValueVector());
  }
}
