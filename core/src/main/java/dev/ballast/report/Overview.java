package dev.ballast.report;

import dev.ballast.stats.Interval;
import dev.ballast.task.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model's figures of a family in few lines. */
final class Overview {
  private Overview() {}

  /**
   * Return two lines a metric: its value with its interval, and what it is. A share is taken over
   * the rows of all tasks that have it; a capability stays by task.
   */
  static List<String> lines(Candidate model, Family family) {
    List<Figure> own =
        model.figures().stream().filter(f -> Family.of(f.name().metric()) == family).toList();
    List<String> lines = new ArrayList<>();
    for (String metric : own.stream().map(f -> f.name().metric()).distinct().toList()) {
      List<Figure> all = own.stream().filter(f -> f.name().metric().equals(metric)).toList();
      boolean filters = all.stream().map(f -> f.name().task()).distinct().count() < all.size();
      Optional<Value> share = new Measure(metric).of(model);
      if (family == Family.CAPABILITY || filters || share.isEmpty()) {
        for (Figure figure : all) {
          lines.add(value(figure.value()) + figure.interval().map(i -> in(ends(i))).orElse(""));
          lines.add(figure.name().text() + ", " + n(figure.n()));
        }
      } else {
        Value value = share.get();
        String tasks = all.size() == 1 ? all.getFirst().name().task() : all.size() + " tasks";
        lines.add(value(value.estimate()) + in(ends(value.interval())));
        lines.add(metric + ", " + tasks + ", " + n(value.n()));
      }
    }
    return lines;
  }

  private static String n(int rows) {
    return "n\u00a0" + Words.count(rows);
  }

  private static String in(String ends) {
    return " (" + ends + ")";
  }

  /** Write a share in percent, and what is none as it is. */
  static String value(double value) {
    return value >= 0 && value <= 1 ? Words.percent(value) : Words.figure(value);
  }

  /** Write {@code 3.1 – 8.0 %}. */
  static String ends(Interval interval) {
    String high = value(interval.high());
    String low = value(interval.low());
    boolean percent = high.endsWith("%") && low.endsWith("%");
    return (percent ? low.substring(0, low.length() - 2) : low) + " – " + high;
  }
}
