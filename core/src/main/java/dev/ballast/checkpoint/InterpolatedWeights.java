package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Tensor;
import java.util.Set;

/**
 * Weights between two models of one shape, {@code base + alpha * (tuned - base)}: WiSE-FT (Wortsman
 * et al. 2022, arXiv 2109.01903, eq. 1). Read one at a time, in F32.
 */
public final class InterpolatedWeights implements WeightSource {
  private final WeightSource base;
  private final WeightSource tuned;
  private final double alpha;

  /**
   * Stand between two sources, which stay their owner's.
   *
   * @param alpha in [0, 1]: 0 gives the base, 1 the tuned model
   */
  public InterpolatedWeights(WeightSource base, WeightSource tuned, double alpha) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1], was " + alpha);
    }
    this.base = base;
    this.tuned = tuned;
    this.alpha = alpha;
  }

  @Override
  public Set<String> names() {
    return tuned.names();
  }

  @Override
  public TensorEntry entry(String name) {
    TensorEntry entry = tuned.entry(name);
    TensorEntry other = base.entry(name);
    if (!entry.shape().equals(other.shape())) {
      throw BadInput.of("models of two shapes cannot be interpolated")
          .key(name)
          .value(other.shape() + " and " + entry.shape())
          .fix("name the model that the tuned one was trained from");
    }
    return new TensorEntry(Dtype.F32, entry.shape());
  }

  @Override
  public Tensor read(String name) {
    entry(name);
    Tensor to = tuned.read(name).to(Dtype.F32);
    if (alpha == 1) {
      return to;
    }
    Tensor from = base.read(name).to(Dtype.F32);
    return from.add(to.sub(from).mul(alpha));
  }

  @Override
  public void close() {
    // The owner closes both.
  }
}
