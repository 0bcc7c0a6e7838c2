package dev.ballast.task;

import dev.ballast.task.TaskConfig.MetricConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A metric over the rows of a task.
 *
 * @param filter what was taken from the answers; {@code none} where nothing was
 * @param metric name as in lm-eval
 * @param value over all rows, by the metric's aggregation
 * @param standardError lm-eval's {@code stderr}; NaN where there is none, as for one row
 * @param n rows
 */
public record TaskResult(
    String filter,
    String metric,
    double value,
    double standardError,
    int n,
    boolean higherIsBetter) {
  /** Fold the rows of a task: one result a filter and metric, in the order of the task. */
  public static List<TaskResult> of(TaskConfig config, List<TaskSample> samples) {
    Map<String, Boolean> better = new LinkedHashMap<>();
    for (MetricConfig metric : config.metricList()) {
      better.put(metric.metric(), metric.better());
    }
    Map<Named, List<Aggregation.Weighted>> values = new LinkedHashMap<>();
    for (TaskSample sample : samples) {
      sample
          .values()
          .forEach(
              (filter, own) ->
                  own.forEach(
                      (metric, value) ->
                          values
                              .computeIfAbsent(new Named(filter, metric), _ -> new ArrayList<>())
                              .add(
                                  new Aggregation.Weighted(
                                      value, sample.weights().getOrDefault(metric, 1.0)))));
    }
    List<TaskResult> results = new ArrayList<>();
    values.forEach(
        (named, rows) -> results.add(of(named, rows, better.getOrDefault(named.metric, true))));
    return results;
  }

  private record Named(String filter, String metric) {}

  private static TaskResult of(
      Named named, List<Aggregation.Weighted> rows, boolean higherIsBetter) {
    Aggregation way = TaskMetric.aggregation(named.metric);
    return new TaskResult(
        named.filter, named.metric, way.of(rows), way.error(rows), rows.size(), higherIsBetter);
  }
}
