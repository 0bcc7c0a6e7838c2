package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.train.loss.Bfpo;

/** The keys of bi-factorial preference optimisation. */
@Flat
record BfpoKeys(
    @Flat PairKeys pair,
    @Flat Bfpo loss,
    @Key(value = "1.0", doc = "weight of the replay buffer's loss") double bufferWeight) {
  BfpoKeys {
    if (!(bufferWeight >= 0)) {
      throw new IllegalArgumentException("buffer_weight must be >= 0, was " + bufferWeight);
    }
  }
}
