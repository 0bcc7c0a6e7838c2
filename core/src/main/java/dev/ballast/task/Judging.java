package dev.ballast.task;

import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Scorers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Grades the answers of a task by the judge that it names. */
final class Judging {
  private final Scorer scorer;
  private final List<JudgedMetric> metrics;

  private Judging(Scorer scorer, List<JudgedMetric> metrics) {
    this.scorer = scorer;
    this.metrics = metrics;
  }

  /** Return the judge of a task; empty where rows have targets. */
  static Optional<Judging> of(TaskConfig config) {
    if (config.judge().isEmpty()) {
      return Optional.empty();
    }
    List<JudgedMetric> metrics =
        config.metricList().stream()
            .flatMap(metric -> JudgedMetric.find(metric.metric()).stream())
            .toList();
    return Optional.of(new Judging(Scorers.byName(config.judge()), metrics));
  }

  /** Return the id of the judge that a name stands for. */
  static String id(String judge) {
    return Scorers.id(judge);
  }

  List<Score> scores(List<Exchange> exchanges) {
    return scorer.score(exchanges);
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
      }
      case Score.Unscored unscored -> {
        line.put("verdict", "unscored");
        line.put("reason", unscored.why());
        line.put("unscored", unscored.why());
      }
    }
  }
}
