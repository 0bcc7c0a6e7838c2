package dev.ballast.train;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of the frozen reference, which is always scored once, before the first step. */
@Flat
public record ReferenceConfig(
    @Key(doc = "pairs that the reference scores at once; per_device_train_batch_size where absent")
        Optional<Integer> precomputeRefBatchSize,
    @Key(
            value = "true",
            doc = "keep the reference's log-probs in the cache folder, for other runs too",
            behaviour = false)
        boolean referenceCache) {
  public ReferenceConfig {
    precomputeRefBatchSize.ifPresent(ReferenceSource::requireBatch);
  }

  /** Return the source of the log-probs; the cache is asked for only where it is wanted. */
  public ReferenceSource source(Supplier<ReferenceCache> cache) {
    return new ReferenceSource(
        precomputeRefBatchSize, referenceCache ? Optional.of(cache.get()) : Optional.empty());
  }
}
