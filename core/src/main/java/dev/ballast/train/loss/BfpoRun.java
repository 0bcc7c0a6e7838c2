package dev.ballast.train.loss;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.train.TrainConfig;

/**
 * The keys of bi-factorial preference optimisation.
 *
 * @param bufferWeight weight of the replayed pairs' loss, 1 in the paper
 */
@Flat
public record BfpoRun(
    @Key(value = "5e-7", doc = "peak learning rate of AdamW") double learningRate,
    Bfpo loss,
    @Key(value = "1.0", doc = "weight of the replayed pairs' loss") double bufferWeight,
    @Key(value = "0.0", doc = "weight of the chosen completions' NLL beside the loss")
        double rpoAlpha,
    TrainConfig train) {
  public BfpoRun {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
    }
    if (!(bufferWeight >= 0)) {
      throw new IllegalArgumentException("buffer_weight must be >= 0, was " + bufferWeight);
    }
    if (!(rpoAlpha >= 0)) {
      throw new IllegalArgumentException("rpo_alpha must be >= 0, was " + rpoAlpha);
    }
  }
}
