package dev.ballast.model;

import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.InPlace;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import java.util.Optional;

/**
 * The output layer: hidden states to logits. All logits come from here.
 *
 * @param weight (vocab, hidden)
 * @param cap to which logits are softly capped, c · tanh(logit / c); 0 = they are not
 */
public record OutputHead(Tensor weight, double cap) {
  /** Return a layer whose logits are not capped. */
  public static OutputHead plain(Tensor weight) {
    return new OutputHead(weight, 0);
  }

  /**
   * Compute logits, in F32 whatever the hidden states are in; differentiable.
   *
   * @param hidden (tokens, hidden) behind the final norm
   * @return (tokens, vocab)
   */
  public Tensor logits(Tensor hidden) {
    return capped(Nn.linear(hidden, weight).to(Dtype.F32));
  }

  /**
   * Cap what a kernel has multiplied.
   *
   * @param product F32 (tokens, vocab), overwritten where no gradient is recorded
   */
  Tensor capped(Tensor product) {
    if (cap == 0) {
      return product;
    }
    if (product.requiresGrad()) {
      return Nn.softCap(product, cap);
    }
    InPlace.softCap(product, cap);
    return product;
  }

  /**
   * Return the derivative of capped logits by uncapped ones, 1 - (logit / c)²; empty where it is 1.
   *
   * @param logits (tokens, vocab), capped
   */
  public Optional<Tensor> slope(Tensor logits) {
    if (cap == 0) {
      return Optional.empty();
    }
    Tensor slope = logits.square().mulInPlace(-1 / (cap * cap));
    InPlace.add(slope, 1);
    return Optional.of(slope);
  }
}
