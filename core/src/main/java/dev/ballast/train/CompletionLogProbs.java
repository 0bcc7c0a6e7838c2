package dev.ballast.train;

import dev.ballast.tensor.Tensor;

/**
 * Log-probs of one completion of each pair.
 *
 * @param perToken F64 (pairs, longest), in nats; 0 behind a completion's end
 * @param lengths F64 (pairs), tokens of each completion
 */
public record CompletionLogProbs(Tensor perToken, Tensor lengths) {
  /** Return log π(y | x), (pairs). */
  public Tensor sum() {
    return perToken.sum(1);
  }

  /** Return log π(y | x) / |y|, (pairs). */
  public Tensor mean() {
    return sum().div(lengths);
  }
}
