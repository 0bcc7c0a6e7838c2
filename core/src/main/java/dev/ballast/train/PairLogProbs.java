package dev.ballast.train;

import dev.ballast.tensor.Tensor;

/**
 * What the policy says of both completions of each pair of a batch, differentiable in the
 * log-probs.
 *
 * @param chosenSafe F64 (pairs), 1 where the chosen completion is labelled safe, otherwise 0
 * @param rejectedSafe the same of the rejected one
 * @param chosenStatistics what the output layer showed over the chosen completions
 */
public record PairLogProbs(
    CompletionLogProbs chosen,
    CompletionLogProbs rejected,
    Tensor chosenSafe,
    Tensor rejectedSafe,
    HeadStatistics chosenStatistics,
    HeadStatistics rejectedStatistics) {
  /** Return log π(y⁺|x) - log π(y⁻|x), (pairs). */
  public Tensor logRatio() {
    return chosen.sum().sub(rejected.sum());
  }

  /**
   * Return the log-ratio margin against a reference, (pairs): Δ = log π(y⁺)/π_ref(y⁺) - log
   * π(y⁻)/π_ref(y⁻).
   */
  public Tensor margin(ReferenceLogProbs reference) {
    return chosen
        .sum()
        .sub(reference.chosen().sum())
        .sub(rejected.sum().sub(reference.rejected().sum()));
  }
}
