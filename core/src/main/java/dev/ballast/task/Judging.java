package dev.ballast.task;

import dev.ballast.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a task makes of its judge's verdicts. */
record Judging(List<JudgedMetric> metrics) {
  /** Return what a task makes of them; empty where rows have targets. */
  static Optional<Judging> of(TaskConfig config) {
    return config.judge().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Judging(
                config.metricList().stream()
                    .flatMap(metric -> JudgedMetric.find(metric.metric()).stream())
                    .toList()));
  }

  /** Return metric → value; none for an answer that cannot be graded, which is in no rate. */
  Map<String, Double> values(Score score) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (score instanceof Score.Scored scored) {
      metrics.forEach(metric -> values.put(metric.word(), metric.value(scored)));
    }
    return values;
  }

  /** Put what was said of an answer beside it; {@code unscored} as break-fix's samples have it. */
  static void put(Map<String, Object> line, Score score) {
    switch (score) {
      case Score.Scored scored -> {
        line.put("verdict", scored.verdict().word());
        line.put("score", scored.score());
        if (!scored.category().isEmpty()) {
          line.put("judge_category", scored.category());
        }
      }
      case Score.Unscored unscored -> {
        line.put("verdict", "unscored");
        line.put("reason", unscored.why());
        line.put("unscored", unscored.why());
      }
    }
  }
}
