package dev.ballast.train;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;

/** The keys of supervised fine-tuning. */
@Flat
public record SftRun(
    @Key(value = "2e-5", doc = "peak learning rate of AdamW") double learningRate,
    TrainConfig train) {
  public SftRun {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
    }
  }
}
