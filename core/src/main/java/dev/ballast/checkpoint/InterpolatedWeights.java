package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Tensor;
import java.util.Arrays;

/**
 * Weights between two models of one shape, {@code base + alpha * (tuned - base)}: WiSE-FT (Wortsman
 * et al. 2022, arXiv 2109.01903, eq. 1).
 */
public final class InterpolatedWeights {
  private InterpolatedWeights() {}

  /**
   * Stand between two sources, which stay their owner's.
   *
   * @param alpha in [0, 1]: 0 gives the base, 1 the tuned model
   */
  public static WeightSource between(WeightSource base, WeightSource tuned, double alpha) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1], was " + alpha);
    }
    return ChangedWeights.of(
        tuned,
        (name, to) -> {
          Tensor from = base.read(name).to(to.dtype());
          refuseMisshapen(name, from, to);
          return alpha == 1 ? to : from.add(to.sub(from).mul(alpha));
        });
  }

  private static void refuseMisshapen(String name, Tensor from, Tensor to) {
    if (!Arrays.equals(from.shape(), to.shape())) {
      throw BadInput.of("models of two shapes cannot be interpolated")
          .key(name)
          .value(Arrays.toString(from.shape()) + " and " + Arrays.toString(to.shape()))
          .fix("name the model that the tuned one was trained from");
    }
  }
}
