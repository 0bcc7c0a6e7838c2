package dev.ballast.cli;

import dev.ballast.model.LoraConfig;
import dev.ballast.train.LoraKeys.Dropout;
import dev.ballast.train.SftRun;
import java.util.Optional;

/**
 * What a training changes of a model.
 *
 * @param lora the adapter that is trained; empty = the model's own weights are
 * @param seed of the adapter's first weights and of its dropout
 */
record Adapting(Optional<LoraConfig> lora, long seed) {
  static Adapting of(SftRun keys) {
    return new Adapting(keys.train().lora().adapter(Dropout.ON), keys.train().seed());
  }

  static Adapting of(PairKeys keys) {
    Dropout dropout = keys.disableDropout() ? Dropout.OFF : Dropout.ON;
    return new Adapting(keys.train().lora().adapter(dropout), keys.train().seed());
  }
}
