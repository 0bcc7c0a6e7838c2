package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.InterpolatedWeights;
import dev.ballast.config.Key;
import dev.ballast.tensor.Dtype;
import java.nio.file.Path;

/**
 * Keys of a stage that goes back a part of the way.
 *
 * @param alpha in [0, 1]
 */
record Interpolation(
    @Key(doc = "share of the change since the round's first model that is kept, in [0, 1]")
        double alpha) {
  Interpolation {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1], was " + alpha);
    }
  }

  /** Write a checkpoint between two, with the files of the tuned one around the weights. */
  void write(Path base, Path tuned, Path output) {
    try (Checkpoint from = Checkpoint.open(base);
        Checkpoint to = Checkpoint.open(tuned)) {
      CheckpointWriter.write(
          output,
          to.config(),
          InterpolatedWeights.between(from.weights(), to.weights(), alpha),
          Dtype.F32,
          Trainee.extras(to));
    }
  }
}
