package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measured value must not be, such as {@code arc_easy.acc < 0.4} or {@code
 * gsm8k.exact_match,strict-match <= 0.1}.
 *
 * @param text as it was written
 * @param filter empty = each filter that has the metric
 */
public record Limit(
    String text, String task, String metric, String filter, String operator, double value) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9._-]+)\\.([A-Za-z0-9_]+)(?:,([A-Za-z0-9_-]+))?\\s*(<=|>=|<|>)\\s*"
              + "(-?\\d+(?:\\.\\d+)?)");

  /** A value that is as it must not be. */
  public record Breach(Limit limit, TaskResult result) {
    /** Return it in words. */
    public String words() {
      return String.format(
          Locale.ROOT, "%s: it is %.4f (n %d)", limit.text(), result.value(), result.n());
    }
  }

  /**
   * Parse.
   *
   * @throws BadInput when it is not of that form
   */
  public static Limit parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw BadInput.of("not a limit")
          .key("fail_on")
          .value(text)
          .fix("write TASK.METRIC < NUMBER, such as arc_easy.acc < 0.4");
    }
    String filter = parts.group(3);
    return new Limit(
        text.strip(),
        parts.group(1),
        parts.group(2),
        filter == null ? "" : filter,
        parts.group(4),
        Double.parseDouble(parts.group(5)));
  }

  /**
   * See that a task measures what is limited, before it is run.
   *
   * @throws BadInput when none does
   */
  public void check(List<TaskConfig> tasks) {
    for (TaskConfig config : tasks) {
      boolean named = config.metricList().stream().anyMatch(m -> m.metric().equals(metric));
      boolean own = metric.equals("acc") && !config.processResults().isEmpty();
      boolean filtered =
          filter.isEmpty()
              || AnswerFilter.of(config).stream().anyMatch(f -> f.name().equals(filter));
      if (config.task().equals(task) && (named || own) && filtered) {
        return;
      }
    }
    throw BadInput.of("no task of the suite measures that")
        .key("fail_on")
        .value(text)
        .fix("name a task of --suite and one of its metrics");
  }

  /** Return the values that break it. */
  public List<Breach> breaches(List<Finished> tasks) {
    return tasks.stream()
        .filter(finished -> finished.name().equals(task))
        .flatMap(finished -> finished.results().stream())
        .filter(result -> result.metric().equals(metric))
        .filter(result -> filter.isEmpty() || result.filter().equals(filter))
        .filter(result -> broken(result.value()))
        .map(result -> new Breach(this, result))
        .toList();
  }

  private boolean broken(double measured) {
    return switch (operator) {
      case "<" -> measured < value;
      case "<=" -> measured <= value;
      case ">" -> measured > value;
      default -> measured >= value;
    };
  }
}
