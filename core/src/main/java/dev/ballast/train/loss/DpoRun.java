package dev.ballast.train.loss;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.train.TrainConfig;

/**
 * The keys of direct preference optimisation.
 *
 * @param rpoAlpha weight of the chosen completions' negative log-likelihood, as in TRL
 */
@Flat
public record DpoRun(
    @Key(value = "1e-6", doc = "peak learning rate of AdamW") double learningRate,
    Dpo loss,
    @Key(value = "0.0", doc = "weight of the chosen completions' NLL beside the loss")
        double rpoAlpha,
    TrainConfig train) {
  public DpoRun {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learning_rate must be > 0, was " + learningRate);
    }
    if (!(rpoAlpha >= 0)) {
      throw new IllegalArgumentException("rpo_alpha must be >= 0, was " + rpoAlpha);
    }
  }
}
