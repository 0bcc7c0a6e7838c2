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
 * @param value mean over the rows
 * @param standardError deviation of the sample over root n, lm-eval's {@code mean_stderr}; NaN for
 *     one row
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
      better.put(metric.metric(), metric.higherIsBetter());
    }
    Map<List<String>, List<Double>> values = new LinkedHashMap<>();
    for (TaskSample sample : samples) {
      sample
          .values()
          .forEach(
              (filter, own) ->
                  own.forEach(
                      (metric, value) ->
                          values
                              .computeIfAbsent(List.of(filter, metric), _ -> new ArrayList<>())
                              .add(value)));
    }
    List<TaskResult> results = new ArrayList<>();
    values.forEach(
        (names, own) ->
            results.add(
                of(
                    names.getFirst(),
                    names.getLast(),
                    own,
                    better.getOrDefault(names.getLast(), true))));
    return results;
  }

  private static TaskResult of(
      String filter, String metric, List<Double> values, boolean higherIsBetter) {
    int n = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double error = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
    return new TaskResult(filter, metric, mean, error, n, higherIsBetter);
  }
}
