package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.train.ReferenceConfig;
import dev.ballast.train.TrainConfig;

/** The keys that all losses on pairs share. */
@Flat
record PairKeys(
    @Key(value = "1e-6", doc = "peak learning rate of AdamW") double learningRate,
    @Key(value = "0.0", doc = "weight of the chosen answers' mean-token NLL beside the loss (RPO)")
        double rpoAlpha,
    @Key(value = "true", doc = "no dropout in an adapter: policy and reference see the same")
        boolean disableDropout,
    ReferenceConfig reference,
    TrainConfig train) {
  PairKeys {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
    }
    if (!(rpoAlpha >= 0)) {
      throw new IllegalArgumentException("rpo_alpha must be >= 0, was " + rpoAlpha);
    }
  }
}
