package dev.ballast.model;

import dev.ballast.tensor.LinearMap;
import dev.ballast.tensor.Tensor;
import java.util.Optional;

/** A linear map by the fastest kernel, without gradients. */
record FusedLinear(LinearMap map, Optional<Tensor> bias) implements AutoCloseable {
  /** Map (tokens, in) to (tokens, out). */
  Tensor apply(Tensor x) {
    Tensor y = map.apply(x);
    return bias.map(y::addInPlace).orElse(y);
  }

  @Override
  public void close() {
    map.close();
  }
}
