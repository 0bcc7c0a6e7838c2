package dev.ballast.train;

import dev.ballast.model.Activations;

/**
 * How passes over pairs are computed; the log-probs are the same in every way.
 *
 * @param reference where those of the reference are taken from
 */
public record PairPasses(Activations activations, ReferenceSource reference) {
  /** Return the way that keeps intermediate results, and the reference for this run alone. */
  public static PairPasses standard() {
    return new PairPasses(Activations.KEPT, ReferenceSource.memory());
  }
}
