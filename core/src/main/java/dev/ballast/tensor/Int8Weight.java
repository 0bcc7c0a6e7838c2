package dev.ballast.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A weight in 8 bits, packed for fbgemm; one scale an output channel, max|w| / 127 or, where sums
 * of 16 bits would overflow, max|w| / 63: of inputs, which have outliers, no bit can be spared.
 *
 * <p>Inputs are rounded, too. Every row is first divided by its own largest magnitude, so that one
 * fixed step serves all rows; sums of integers are exact in any order. A row's product is therefore
 * the same bits whatever other rows there are.
 */
final class Int8Weight implements AutoCloseable {
  private static final Op PACK = Op.named("quantized::linear_prepack");
  private static final Op LINEAR =
      Op.named("quantized::linear_with_input_q_dq_qweight_dq_output_fp32");
  private static final int FINE = 127;

  /** Half of the steps: two products, of at most 255 · 63 each, stay within 16 bits. */
  private static final int COARSE = 63;

  /** Keeps a row or channel of zeros from being divided by 0; below every scale that matters. */
  private static final Scalar SMALLEST = new Scalar(1e-30).retainReference();

  private static final Scalar INFINITY = new Scalar(Double.POSITIVE_INFINITY).retainReference();
  private static final IValue STEP = Op.kept(new IValue(1.0 / FINE));
  private static final IValue ZERO = Op.kept(new IValue(FINE + 1L));
  private static final int STEPS = saturates() ? COARSE : FINE;

  private final IValue packed;

  private Int8Weight(IValue packed) {
    this.packed = packed;
  }

  /**
   * Round and pack.
   *
   * @param weight F32 (out, in), not needed afterwards
   */
  static Int8Weight of(Tensor weight) {
    return of(weight, STEPS);
  }

  private static Int8Weight of(Tensor weight, int steps) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      var largest = largest(weight.handle(), false);
      var scales = largest.div(new Scalar((double) steps)).to(ScalarType.Double);
      var zeros = torch.zeros(new long[] {weight.size(0)}, new TensorOptions(ScalarType.Long));
      var rounded = torch.quantize_per_channel(weight.handle(), scales, zeros, 0, ScalarType.QInt8);
      return new Int8Weight(Op.kept(PACK.call(new IValue(rounded), Op.NONE)));
    }
  }

  /** Return how many steps of a channel's largest weight are told apart: 127, or 63. */
  static int steps() {
    return STEPS;
  }

  /**
   * Multiply.
   *
   * @param x F32 (rows, in)
   * @return (rows, out)
   */
  Tensor apply(Tensor x) {
    var largest = largest(x.handle(), true);
    return Tensor.of(multiply(x.handle().div(largest)).mul_(largest));
  }

  private org.bytedeco.pytorch.Tensor multiply(org.bytedeco.pytorch.Tensor x) {
    return LINEAR.tensor(new IValue(x), STEP, ZERO, packed);
  }

  /**
   * Try what CPUs without VNNI do: they add two products in 16 bits, which full inputs overflow.
   * Ones times ones shows it.
   */
  private static boolean saturates() {
    int size = 64;
    try (Scope _ = Scope.open();
        Int8Weight ones = of(Tensors.full(1, size, size), FINE)) {
      var x = Tensors.full(1, 1, size).handle();
      var product = ones.multiply(x);
      return product.sub(new Scalar((double) size)).abs().max().item_double() > 0.5;
    }
  }

  /** Return the largest magnitude of each row. */
  private static org.bytedeco.pytorch.Tensor largest(
      org.bytedeco.pytorch.Tensor rows, boolean keepDimension) {
    return torch
        .linalg_vector_norm(rows, INFINITY, new long[] {1}, keepDimension, new ScalarTypeOptional())
        .clamp_min_(SMALLEST);
  }

  @Override
  public void close() {
    packed.releaseReference();
  }
}
