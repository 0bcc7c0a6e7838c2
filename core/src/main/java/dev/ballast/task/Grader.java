package dev.ballast.task;

import dev.ballast.eval.Likeliest;
import dev.ballast.json.BadInput;
import dev.ballast.task.TaskConfig.MetricConfig;
import dev.ballast.task.TaskConfig.OutputType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Grades a row by the metrics of its task, as lm-eval's {@code process_results} does. */
final class Grader {
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
  private static final Pattern DIGITS = Pattern.compile("[0-9]");

  private final TaskConfig config;
  private final Question question;
  private final Map<String, List<Pattern>> ignored = new LinkedHashMap<>();

  /**
   * @throws BadInput naming a metric that is not known for the task's output_type
   */
  Grader(TaskConfig config, Question question) {
    this.config = config;
    this.question = question;
    List<String> known =
        config.judge().isEmpty()
            ? TaskMetric.of(config.outputType()).stream().map(TaskMetric::word).toList()
            : JudgedMetric.of(config.judgeKind());
    requireKnown(config);
    for (MetricConfig metric : config.metricList()) {
      if (!known.contains(metric.metric())) {
        throw BadInput.of("not a metric of " + measured(config))
            .key("metric_list.metric")
            .value(metric.metric())
            .fix("use " + String.join(", ", known.stream().sorted().toList()));
      }
      ignored.put(
          metric.metric(),
          metric.regexesToIgnore().stream()
              .map(pattern -> PythonRegex.compile("metric_list.regexes_to_ignore", pattern))
              .toList());
    }
  }

  private static String measured(TaskConfig config) {
    return config.judge().isEmpty()
        ? config.outputType().name().toLowerCase(Locale.ROOT)
        : "the judge " + config.judge();
  }

  private static void requireKnown(TaskConfig config) {
    OutputType wanted =
        switch (config.processResults()) {
          case "" -> config.outputType();
          case Mc2.NAME -> OutputType.MULTIPLE_CHOICE;
          case Wikitext.NAME -> OutputType.LOGLIKELIHOOD_ROLLING;
          default ->
              throw BadInput.of("not a way to grade that is known here")
                  .key("process_results")
                  .value(config.processResults())
                  .fix("remove it, or use " + Mc2.NAME + " or " + Wikitext.NAME);
        };
    if (wanted != config.outputType()) {
      throw BadInput.of("this grades " + wanted.name().toLowerCase(Locale.ROOT))
          .key("process_results")
          .value(config.processResults())
          .fix("set output_type to that, or remove process_results");
    }
  }

  /**
   * Refuse a row that could not be graded, before anything is asked.
   *
   * @param many whether {@code doc_to_text} is an index and each choice a question
   * @throws BadInput naming the key
   */
  void check(JsonNode doc, boolean many) {
    switch (config.outputType()) {
      case GENERATE_UNTIL -> {
        if (config.judge().isEmpty()) {
          var _ = question.target(doc);
        }
      }
      case LOGLIKELIHOOD, LOGLIKELIHOOD_ROLLING -> {
        if (question.targetText(doc).isEmpty()) {
          throw BadInput.of("a row without a text that is scored").key("doc_to_target").value(doc);
        }
        var _ = weights(doc);
      }
      case MULTIPLE_CHOICE -> {
        List<String> choices = question.choices(doc);
        if (choices.isEmpty() || choices.contains("")) {
          throw BadInput.of("a row without choices, or with an empty one")
              .key("doc_to_choice")
              .value(choices)
              .fix("correct the row or the key");
        }
        var _ = choices(doc, Collections.nCopies(choices.size(), 0.0), many);
      }
    }
  }

  /** Grade by the log-likelihood of the one text that was scored. */
  Map<String, Double> likelihood(Answer.Likelihood answer) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MetricConfig metric : config.metricList()) {
      boolean greedy = metric.metric().equals(TaskMetric.ACC.word());
      values.put(metric.metric(), greedy ? (answer.greedy() ? 1.0 : 0.0) : answer.sum());
    }
    return values;
  }

  /** Return words and bytes of a whole text by metric; empty for another output_type. */
  Map<String, Double> weights(JsonNode doc) {
    if (config.outputType() != OutputType.LOGLIKELIHOOD_ROLLING) {
      return Map.of();
    }
    boolean original = config.processResults().equals(Wikitext.NAME);
    String text = original ? Wikitext.page(doc) : question.targetText(doc);
    Map<String, Double> weights = new LinkedHashMap<>();
    for (MetricConfig metric : config.metricList()) {
      boolean words = metric.metric().equals(TaskMetric.WORD_PERPLEXITY.word());
      weights.put(metric.metric(), words ? words(text) : bytes(text));
    }
    return weights;
  }

  /** Count as lm-eval does: pieces between white space, empty ones at the ends too. */
  private static double words(String text) {
    return SPACE.matcher(text).results().count() + 1;
  }

  private static double bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Grade by log-likelihoods.
   *
   * @param sums (choices) in nats
   * @param many as in {@link #check}
   */
  Map<String, Double> choices(JsonNode doc, List<Double> sums, boolean many) {
    if (config.processResults().equals(Mc2.NAME)) {
      return Map.of("acc", Mc2.of(question.target(doc), sums));
    }
    List<String> choices = question.choices(doc);
    Target target = many ? new Target.Index(question.place(doc)) : question.target(doc);
    Map<String, Double> values = new LinkedHashMap<>();
    for (MetricConfig metric : config.metricList()) {
      int best =
          switch (metric.metric()) {
            case "acc" -> Likeliest.bySum(sums);
            case "acc_norm" -> Likeliest.byCharacter(sums, choices);
            default -> Likeliest.byByte(sums, choices);
          };
      values.put(metric.metric(), right(target, choices, best) ? 1.0 : 0.0);
    }
    return values;
  }

  private static boolean right(Target target, List<String> choices, int best) {
    return switch (target) {
      case Target.Index one -> best == within(one.at(), choices);
      case Target.Indices many -> many.all().stream().anyMatch(i -> best == within(i, choices));
      case Target.Text text -> best == within(choices.indexOf(text.text()), choices);
      case Target.Texts texts ->
          texts.all().stream().anyMatch(t -> best == within(choices.indexOf(t), choices));
    };
  }

  private static int within(int index, List<String> choices) {
    if (index < 0 || index >= choices.size()) {
      throw BadInput.of("the answer is none of the " + choices.size() + " choices")
          .key("doc_to_target")
          .value(index)
          .fix("correct the row or the key");
    }
    return index;
  }

  /** Grade by what a filter took from an answer. */
  Map<String, Double> text(JsonNode doc, String answer) {
    List<String> accepted =
        switch (question.target(doc)) {
          case Target.Text text -> List.of(text.text());
          case Target.Texts texts -> texts.all();
          case Target.Index one -> List.of(word(question.choices(doc), one.at()));
          case Target.Indices many -> many.all().stream().map(String::valueOf).toList();
        };
    Map<String, Double> values = new LinkedHashMap<>();
    for (MetricConfig metric : config.metricList()) {
      String told = compared(metric, answer);
      boolean equal = accepted.stream().anyMatch(text -> compared(metric, text).equals(told));
      values.put(metric.metric(), equal ? 1.0 : 0.0);
    }
    return values;
  }

  private static String word(List<String> choices, int at) {
    return choices.isEmpty() ? String.valueOf(at) : choices.get(within(at, choices));
  }

  private String compared(MetricConfig metric, String text) {
    String left = text;
    for (Pattern pattern : ignored.getOrDefault(metric.metric(), List.of())) {
      left = pattern.matcher(left).replaceAll("");
    }
    left = metric.ignoreCase() ? left.toLowerCase(Locale.ROOT) : left;
    left = metric.ignorePunctuation() ? PUNCTUATION.matcher(left).replaceAll("") : left;
    return metric.ignoreNumbers() ? DIGITS.matcher(left).replaceAll("") : left;
  }
}
