package dev.ballast.breakfix;

import dev.ballast.eval.Decision;
import dev.ballast.eval.Scorecard;
import java.util.List;

/**
 * How a run ended.
 *
 * @param decision of the last round
 * @param before of the last round
 * @param after of the last round
 * @param model the model to use: the given reference, or a folder relative to the run's
 * @param outputs names in the run's folder, for the manifest's seal
 */
public record BreakFixResult(
    Decision decision, Scorecard before, Scorecard after, String model, List<String> outputs) {
  public BreakFixResult {
    outputs = List.copyOf(outputs);
  }
}
