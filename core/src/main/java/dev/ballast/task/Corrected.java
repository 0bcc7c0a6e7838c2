package dev.ballast.task;

import dev.ballast.stats.Agreement;
import dev.ballast.stats.Interval;
import dev.ballast.stats.RoganGladen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rate with the judge's measured error taken out (Rogan and Gladen 1978), and an interval that
 * holds that error (Lang and Reiczigel 2014), 95 %.
 *
 * @param judge id
 */
public record Corrected(String metric, String judge, Interval interval) {
  private static final double CONFIDENCE = 0.95;

  /** Correct the rates that a judge decides; none where it has no card. */
  static List<Corrected> of(TaskJudge judge, List<TaskResult> results) {
    List<Corrected> corrected = new ArrayList<>();
    for (TaskResult result : results) {
      JudgedMetric.find(result.metric())
          .flatMap(JudgedMetric::isPositive)
          .flatMap(positive -> judge.error().flatMap(known -> corrected(result, known, positive)))
          .ifPresent(
              interval -> corrected.add(new Corrected(result.metric(), judge.id(), interval)));
    }
    return corrected;
  }

  private static Optional<Interval> corrected(
      TaskResult result, Agreement error, boolean positive) {
    int n = result.n();
    int counted = (int) Math.round(result.value() * n);
    int positives = positive ? counted : n - counted;
    return RoganGladen.corrected(positives, n, error, CONFIDENCE)
        .map(rate -> positive ? rate : rate.complement());
  }
}
