package dev.ballast.train;

import java.util.Optional;

/**
 * How the reference is scored, and where its log-probs stay.
 *
 * @param batch pairs of a pass, in file order; empty = as many as a micro-batch has
 */
public record ReferenceSource(Optional<Integer> batch, Optional<ReferenceCache> cache) {
  public ReferenceSource {
    batch.ifPresent(ReferenceSource::requireBatch);
  }

  /** Score in this process, for this run alone. */
  public static ReferenceSource memory() {
    return new ReferenceSource(Optional.empty(), Optional.empty());
  }

  static void requireBatch(int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("precompute_ref_batch_size must be >= 1, was " + batch);
    }
  }
}
