package dev.ballast.train;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run came to.
 *
 * @param loss mean over all steps, TRL's {@code train_loss}
 * @param model the folder of the trained model
 */
public record TrainReport(
    long steps, double epochs, long tokens, double loss, List<StepMetrics> log, Path model) {
  public TrainReport {
    log = List.copyOf(log);
  }
}
