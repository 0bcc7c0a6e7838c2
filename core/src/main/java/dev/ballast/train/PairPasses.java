package dev.ballast.train;

import dev.ballast.model.Activations;

/**
 * How passes over pairs are computed; the log-probs are the same in every way.
 *
 * @param size of a pass of training
 * @param reference where those of the reference are taken from
 */
public record PairPasses(Activations activations, PassSize size, ReferenceSource reference) {
  /** Return the way that keeps intermediate results, and the reference for this run alone. */
  public static PairPasses standard() {
    return new PairPasses(Activations.KEPT, PassSize.WHOLE, ReferenceSource.memory());
  }
}
