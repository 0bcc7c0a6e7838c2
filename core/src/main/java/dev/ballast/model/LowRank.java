package dev.ballast.model;

import dev.ballast.tensor.Device;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What an adapter adds to one linear map: s · B A x.
 *
 * @param a A, (r, in)
 * @param b B, (out, r)
 * @param scale s
 */
record LowRank(Tensor a, Tensor b, double scale, Optional<Dropout> dropout) {
  /**
   * Which inputs one pass drops; the others grow, so that the mean stays.
   *
   * @param rate in (0, 1)
   * @param seed of this pass and this module
   */
  record Dropout(double rate, long seed) {
    Tensor keep(Tensor x) {
      Tensor dropped = Tensors.bernoulli(new SplittableRandom(seed), rate, x.shape());
      return x.maskedFill(Device.of(x).take(dropped), 0);
    }
  }

  /** Map (tokens, in) to (tokens, out). */
  Tensor apply(Tensor x) {
    return dropout
        .map(drop -> through(drop.keep(x), scale / (1 - drop.rate())))
        .orElseGet(() -> through(x, scale));
  }

  /** Return s · B A, (out, in). */
  Tensor matrix() {
    return b.matmul(a).mul(scale);
  }

  private Tensor through(Tensor x, double factor) {
    // The matrices are trained: whatever the base computes in, they keep their own digits.
    Tensor update = Nn.linear(Nn.linear(x.to(a.dtype()), a).mul(factor), b);
    return update.to(x.dtype());
  }
}
