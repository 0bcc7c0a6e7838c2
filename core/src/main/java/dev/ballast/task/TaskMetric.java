package dev.ballast.task;

import dev.ballast.task.TaskConfig.OutputType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The metrics of tasks, as lm-eval registers them. */
enum TaskMetric {
  ACC(Aggregation.MEAN, Set.of(OutputType.MULTIPLE_CHOICE, OutputType.LOGLIKELIHOOD)),
  ACC_NORM(Aggregation.MEAN, Set.of(OutputType.MULTIPLE_CHOICE)),
  ACC_BYTES(Aggregation.MEAN, Set.of(OutputType.MULTIPLE_CHOICE)),
  EXACT_MATCH(Aggregation.MEAN, Set.of(OutputType.GENERATE_UNTIL)),
  PERPLEXITY(Aggregation.PERPLEXITY, Set.of(OutputType.LOGLIKELIHOOD)),
  WORD_PERPLEXITY(Aggregation.WEIGHTED_PERPLEXITY, Set.of(OutputType.LOGLIKELIHOOD_ROLLING)),
  BYTE_PERPLEXITY(Aggregation.WEIGHTED_PERPLEXITY, Set.of(OutputType.LOGLIKELIHOOD_ROLLING)),
  BITS_PER_BYTE(Aggregation.BITS_PER_BYTE, Set.of(OutputType.LOGLIKELIHOOD_ROLLING));

  private final Aggregation aggregation;
  private final Set<OutputType> types;

  TaskMetric(Aggregation aggregation, Set<OutputType> types) {
    this.aggregation = aggregation;
    this.types = types;
  }

  /** Return the name that YAML has. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Find the metric of a name; empty where a task has one of its own. */
  static Optional<TaskMetric> find(String word) {
    return Arrays.stream(values()).filter(metric -> metric.word().equals(word)).findFirst();
  }

  static Aggregation aggregation(String word) {
    return find(word).map(metric -> metric.aggregation).orElse(Aggregation.MEAN);
  }

  static boolean higherIsBetter(String word) {
    return JudgedMetric.find(word)
        .map(JudgedMetric::higherIsBetter)
        .orElseGet(() -> aggregation(word) == Aggregation.MEAN);
  }

  /** Return the metrics that a kind of task may have. */
  static List<TaskMetric> of(OutputType type) {
    return Arrays.stream(values()).filter(metric -> metric.types.contains(type)).toList();
  }

  /** Return what lm-eval measures where a task names nothing. */
  static List<TaskMetric> standard(OutputType type) {
    return switch (type) {
      case MULTIPLE_CHOICE -> List.of(ACC, ACC_NORM);
      case GENERATE_UNTIL -> List.of(EXACT_MATCH);
      case LOGLIKELIHOOD -> List.of(PERPLEXITY, ACC);
      case LOGLIKELIHOOD_ROLLING -> List.of(WORD_PERPLEXITY, BYTE_PERPLEXITY, BITS_PER_BYTE);
    };
  }
}
