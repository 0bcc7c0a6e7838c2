package dev.ballast.task;

import dev.ballast.stats.Bootstrap;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A metric of an evaluation with what it stands on.
 *
 * @param value as the results have it
 * @param interval 95 %: Wilson's for rows of 0 and 1, else the bootstrap; empty where the value is
 *     no mean over the rows
 * @param n rows that have a number for it
 * @param unscored rows that no judge could grade, with or without a number
 * @param judge who decided it; empty where rows have targets, or no results name a judge
 */
public record Figure(
    MetricName name,
    double value,
    Optional<Interval> interval,
    int n,
    int unscored,
    boolean higherIsBetter,
    Optional<ByJudge> judge) {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 2_000;
  private static final double SAME = 1e-9;

  /** Return the figures of an evaluation, in the order of its tasks. */
  public static List<Figure> of(EvalFolder folder) {
    List<Figure> figures = new ArrayList<>();
    folder.tasks().forEach((name, task) -> figures.addAll(of(name, task)));
    return figures;
  }

  private static List<Figure> of(String name, EvalFolder.Task task) {
    Map<MetricName, List<EvalFolder.Row>> rows = new LinkedHashMap<>();
    for (EvalFolder.Row row : task.rows()) {
      for (String metric : row.values().keySet()) {
        rows.computeIfAbsent(new MetricName(name, metric, row.filter()), _ -> new ArrayList<>())
            .add(row);
      }
    }
    return rows.entrySet().stream()
        .map(entry -> of(entry.getKey(), task, entry.getValue()))
        .toList();
  }

  private static Figure of(MetricName name, EvalFolder.Task task, List<EvalFolder.Row> rows) {
    int unscored =
        (int)
            task.rows().stream()
                .filter(row -> row.filter().equals(name.filter()) && row.unscored())
                .count();
    double[] values =
        rows.stream().mapToDouble(r -> r.values().getOrDefault(name.metric(), 0.0)).toArray();
    double mean = Arrays.stream(values).sum() / values.length;
    double value = task.scores().getOrDefault(name.metric() + "," + name.filter(), mean);
    return new Figure(
        name,
        value,
        Math.abs(value - mean) < SAME ? Optional.of(interval(values)) : Optional.empty(),
        values.length,
        unscored,
        task.higherIsBetter().getOrDefault(name.metric(), true),
        task.judge()
            .map(
                judge ->
                    new ByJudge(
                        judge,
                        Optional.ofNullable(
                            task.corrected().get(name.metric() + "," + name.filter())))));
  }

  private static Interval interval(double[] values) {
    if (Arrays.stream(values).allMatch(v -> v == 0 || v == 1)) {
      return Wilson.interval((int) Arrays.stream(values).sum(), values.length, CONFIDENCE);
    }
    return Bootstrap.mean(values, CONFIDENCE, RESAMPLES, new SplittableRandom(0));
  }
}
