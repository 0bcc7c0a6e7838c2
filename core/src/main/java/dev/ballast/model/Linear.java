package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import java.util.Optional;

/**
 * A linear map as it is stored; differentiable.
 *
 * @param weight (out, in)
 * @param bias (out)
 */
record Linear(Tensor weight, Optional<Tensor> bias) {
  /** Take {@code name.weight}, and {@code name.bias} where there is one. */
  static Linear of(Weights weights, String name) {
    return new Linear(weights.get(name + ".weight"), weights.find(name + ".bias"));
  }

  /** Map (tokens, in) to (tokens, out). */
  Tensor apply(Tensor x) {
    return bias.map(b -> Nn.linear(x, weight, b)).orElseGet(() -> Nn.linear(x, weight));
  }
}
