package dev.ballast.ci;

import dev.ballast.config.Names;
import dev.ballast.json.BadInput;
import dev.ballast.task.MetricName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a limit is set on.
 *
 * @param name {@code TASK.METRIC}, which means it under each filter, or {@code TASK.METRIC,FILTER};
 *     empty = any metric
 */
record Target(String name) {
  /** A part of a pattern, with one group. */
  static final String FORM = "([A-Za-z0-9._-]+\\.[^\\s.,<>=]+(?:,[A-Za-z0-9_-]+)?)";

  static final Target ANY = new Target("");

  boolean means(MetricName metric) {
    return name.isEmpty()
        || name.equals(metric.anyFilter())
        || name.equals(metric.anyFilter() + "," + metric.filter());
  }

  /** Return the metric that it names, under no filter where it tells none. */
  MetricName metric() {
    String rest = name.substring(name.lastIndexOf('.') + 1);
    int comma = rest.indexOf(',');
    return new MetricName(
        task(),
        comma < 0 ? rest : rest.substring(0, comma),
        comma < 0 ? MetricName.UNFILTERED : rest.substring(comma + 1));
  }

  /** Return the task; {@code all} for any. */
  String task() {
    return name.isEmpty() ? "all" : name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * See that it is measured.
   *
   * @throws BadInput naming the nearest that is
   */
  void check(Collection<MetricName> measured, String text) {
    if (measured.stream().noneMatch(this::means)) {
      Set<String> names = new LinkedHashSet<>();
      measured.forEach(metric -> names.add(metric.anyFilter()));
      measured.forEach(metric -> names.add(metric.text()));
      throw BadInput.of("no task of these measures " + name)
          .key("fail_on")
          .value(text)
          .fix(Names.suggestion(name, names));
    }
  }
}
