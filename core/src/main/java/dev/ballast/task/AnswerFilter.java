package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.task.TaskConfig.FilterConfig;
import dev.ballast.task.TaskConfig.FilterStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes the answer out of what a model said.
 *
 * @param name as results have it behind the comma
 */
record AnswerFilter(String name, List<UnaryOperator<String>> steps) {
  /** What lm-eval does without a {@code filter_list}: the answer as it is. */
  private static final AnswerFilter NONE = new AnswerFilter(MetricName.UNFILTERED, List.of());

  /**
   * Make the filters of a task.
   *
   * @throws BadInput naming a function that is not known
   */
  static List<AnswerFilter> of(TaskConfig config) {
    List<AnswerFilter> filters = new ArrayList<>();
    for (FilterConfig filter : config.filterList()) {
      List<UnaryOperator<String>> steps = new ArrayList<>();
      filter.filter().forEach(step -> steps.add(step(step)));
      filters.add(new AnswerFilter(filter.name(), List.copyOf(steps)));
    }
    return filters.isEmpty() ? List.of(NONE) : filters;
  }

  String apply(String answer) {
    String text = answer;
    for (UnaryOperator<String> step : steps) {
      text = step.apply(text);
    }
    return text;
  }

  private static UnaryOperator<String> step(FilterStep step) {
    return switch (step.function()) {
      case "take_first" -> text -> text;
      case "remove_whitespace" -> String::strip;
      case "lowercase" -> text -> text.toLowerCase(Locale.ROOT);
      case "uppercase" -> text -> text.toUpperCase(Locale.ROOT);
      case "regex" -> {
        Pattern pattern = PythonRegex.compile("filter_list.regex_pattern", step.regexPattern());
        yield text -> match(step, pattern, text);
      }
      default ->
          throw BadInput.of("a filter that is not known")
              .key("filter_list.function")
              .value(step.function())
              .fix("use regex, take_first, remove_whitespace, lowercase or uppercase");
    };
  }

  private static String match(FilterStep step, Pattern pattern, String text) {
    List<List<String>> all = PythonRegex.all(pattern, text);
    int at = step.groupSelect() < 0 ? all.size() + step.groupSelect() : step.groupSelect();
    if (all.isEmpty()) {
      return step.fallback();
    }
    if (at < 0 || at >= all.size()) {
      throw BadInput.of("an answer with " + all.size() + " matches has none there")
          .key("filter_list.group_select")
          .value(step.groupSelect())
          .fix("use 0 for the first or -1 for the last");
    }
    return all.get(at).stream()
        .filter(group -> !group.isEmpty())
        .findFirst()
        .orElse(step.fallback())
        .strip();
  }
}
