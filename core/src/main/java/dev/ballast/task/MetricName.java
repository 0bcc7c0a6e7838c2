package dev.ballast.task;

import dev.ballast.task.TaskConfig.MetricConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A metric of a task under a filter.
 *
 * @param filter {@code none} where answers are taken as they are
 */
public record MetricName(String task, String metric, String filter) {
  /** The filter of answers as they are. */
  public static final String UNFILTERED = "none";

  /** Return what tasks are going to measure, before they are run. */
  public static List<MetricName> of(List<TaskConfig> tasks) {
    List<MetricName> names = new ArrayList<>();
    for (TaskConfig task : tasks) {
      Set<String> metrics = new LinkedHashSet<>();
      task.metricList().stream().map(MetricConfig::metric).forEach(metrics::add);
      if (!task.processResults().isEmpty()) {
        metrics.add("acc");
      }
      for (AnswerFilter filter : AnswerFilter.of(task)) {
        metrics.forEach(metric -> names.add(new MetricName(task.task(), metric, filter.name())));
      }
    }
    return names;
  }

  /** Return {@code task.metric}, or {@code task.metric,filter}. */
  public String text() {
    return task + "." + metricAndFilter();
  }

  /** Return {@code metric}, or {@code metric,filter}. */
  public String metricAndFilter() {
    return metric + (filter.equals(UNFILTERED) ? "" : "," + filter);
  }

  /** Return {@code task.metric}. */
  public String anyFilter() {
    return task + "." + metric;
  }
}
