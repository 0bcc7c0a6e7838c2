package dev.ballast.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A weight in 16 bits, packed for fbgemm, which widens it as it multiplies: products and sums are
 * F32. Of a checkpoint in bfloat16 or float16 nothing is lost, and half of the memory is read.
 */
final class HalfWeight implements AutoCloseable {
  private static final Op PACK = Op.named("quantized::linear_prepack_fp16");
  private static final Op LINEAR = Op.named("quantized::linear_dynamic_fp16");

  /** Half of float16's smallest step: what bfloat16 has below it is lost to F32 sums, too. */
  private static final double LOST = 0x1p-25;

  /** Numbers looked at together, few enough for a cache. */
  private static final long CHUNK = 1 << 16;

  private final IValue packed;

  private HalfWeight(IValue packed) {
    this.packed = packed;
  }

  /**
   * Pack.
   *
   * @param weight F32 (out, in) that {@linkplain #keeps keeps} its digits; not needed afterwards
   */
  static HalfWeight of(Tensor weight) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      return new HalfWeight(Op.kept(PACK.call(new IValue(weight.handle()), Op.NONE)));
    }
  }

  /**
   * Tell whether every number is the same in float16, or nearer to it than 2^-25.
   *
   * @param weight F32 (out, in)
   */
  static boolean keeps(Tensor weight) {
    long rows = weight.size(0);
    long step = Math.max(1, CHUNK / weight.size(1));
    for (long row = 0; row < rows; row += step) {
      if (!keeps(weight.handle(), row, Math.min(rows, row + step))) {
        return false;
      }
    }
    return true;
  }

  private static boolean keeps(org.bytedeco.pytorch.Tensor weight, long from, long to) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      var plain = weight.narrow(0, from, to - from);
      var half = plain.to(ScalarType.Half).to(ScalarType.Float);
      // Infinity and NaN are no smaller than anything.
      return half.sub_(plain).abs_().max().item_double() <= LOST;
    }
  }

  /**
   * Multiply.
   *
   * @param x F32 (rows, in)
   * @return (rows, out)
   */
  Tensor apply(Tensor x) {
    return Tensor.of(LINEAR.tensor(new IValue(x.handle()), packed));
  }

  @Override
  public void close() {
    packed.releaseReference();
  }
}
