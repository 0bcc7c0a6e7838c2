package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import java.util.Optional;

/**
 * A linear map as it is stored, and what an adapter that is on adds to it; differentiable.
 *
 * @param weight (out, in)
 * @param bias (out)
 */
record Linear(Tensor weight, Optional<Tensor> bias, Optional<LowRank> update) {
  /** Take {@code name.weight}, and {@code name.bias} where there is one. */
  static Linear of(Weights weights, String name) {
    return new Linear(
        weights.get(name + ".weight"), weights.find(name + ".bias"), weights.update(name));
  }

  /** Map (tokens, in) to (tokens, out). */
  Tensor apply(Tensor x) {
    Tensor y = bias.map(b -> Nn.linear(x, weight, b)).orElseGet(() -> Nn.linear(x, weight));
    return update.map(low -> y.addInPlace(low.apply(x))).orElse(y);
  }

  /** Return one weight that maps as both together do; the stored one where there is no update. */
  Tensor merged() {
    return update.map(low -> weight.add(low.matrix())).orElse(weight);
  }
}
