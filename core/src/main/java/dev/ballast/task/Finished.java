package dev.ballast.task;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.score.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task with its rows.
 *
 * @param results its metrics, folded from the rows once: an error may take a bootstrap
 * @param lines of the samples' file, written once
 * @param judge who graded; empty where rows have targets
 */
public record Finished(
    TaskConfig task,
    List<TaskSample> samples,
    List<TaskResult> results,
    List<Map<String, Object>> lines,
    Optional<TaskJudge> judge)
    implements LmEvalTask {
  public Finished {
    samples = List.copyOf(samples);
    results = List.copyOf(results);
    lines = List.copyOf(lines);
  }

  /** Measure the rows of a task. */
  public static Finished of(TaskConfig task, List<TaskSample> samples, Optional<TaskJudge> judge) {
    return new Finished(
        task, samples, TaskResult.of(task, samples), SampleLines.of(task, samples), judge);
  }

  /** Measure the rows of a task that have targets. */
  public static Finished of(TaskConfig task, List<TaskSample> samples) {
    return of(task, samples, Optional.empty());
  }

  /** Count the answers that the judge could not grade, which are in no rate, by the reason. */
  public Map<String, Integer> unscored() {
    Map<String, Integer> reasons = new TreeMap<>();
    for (TaskSample sample : samples) {
      if (sample.score().orElse(null) instanceof Score.Unscored unscored) {
        reasons.merge(unscored.why(), 1, Integer::sum);
      }
    }
    return reasons;
  }

  private int unscoredRows() {
    return unscored().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Return what a reader has to know where nobody measured the judge. */
  public Optional<String> withoutCard() {
    return judge
        .filter(by -> by.error().isEmpty())
        .map(by -> task.task() + " was graded by " + by.id() + ", a judge without a card");
  }

  /** Return the rates that a judge's error moves, set right. */
  public List<Corrected> corrected() {
    return judge.map(known -> Corrected.of(known, results)).orElse(List.of());
  }

  @Override
  public String name() {
    return task.task();
  }

  @Override
  public Object version() {
    return task.version();
  }

  @Override
  public int shots() {
    return task.numFewshot();
  }

  @Override
  public Map<String, Boolean> directions() {
    Map<String, Boolean> better = new LinkedHashMap<>();
    results.forEach(result -> better.put(result.metric(), result.higherIsBetter()));
    return better;
  }

  @Override
  public Map<String, Object> counts() {
    Map<String, Object> counts = LmEvalFiles.ordered("effective", samples.size());
    if (judge.isPresent()) {
      counts.put("unscored", unscoredRows());
    }
    return counts;
  }

  @Override
  public Map<String, Object> scores() {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("name", task.task());
    scores.put("alias", task.taskAlias().orElse(task.task()));
    scores.put("sample_len", samples.size());
    for (TaskResult result : results) {
      double error = result.standardError();
      scores.put(result.metric() + "," + result.filter(), result.value());
      scores.put(
          result.metric() + "_stderr," + result.filter(), Double.isNaN(error) ? "N/A" : error);
    }
    for (Corrected rate : corrected()) {
      scores.put(rate.metric() + "_corrected," + MetricName.UNFILTERED, rate.interval().estimate());
      scores.put(
          rate.metric() + "_corrected_interval," + MetricName.UNFILTERED,
          List.of(rate.interval().low(), rate.interval().high()));
    }
    return scores;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("task", task.task());
    keys.put("dataset_path", task.datasetPath());
    keys.put("output_type", task.outputType().name().toLowerCase(Locale.ROOT));
    keys.put("description", task.description());
    keys.put("doc_to_text", task.docToText());
    keys.put("doc_to_target", task.docToTarget());
    task.docToChoice().ifPresent(choice -> keys.put("doc_to_choice", choice));
    keys.put("process_docs", task.processDocs());
    keys.put("process_results", task.processResults());
    keys.put("fewshot_delimiter", task.fewshotDelimiter());
    keys.put("target_delimiter", task.targetDelimiter());
    keys.put("num_fewshot", task.numFewshot());
    keys.put("repeats", task.repeats());
    judge.ifPresent(
        by -> {
          keys.put("judge", by.id());
          keys.put("judge_weights", by.weights());
          keys.put("judge_has_card", by.error().isPresent());
        });
    keys.put("probe", task.probe().name().toLowerCase(Locale.ROOT));
    keys.put(
        "metric_list",
        task.metricList().stream()
            .map(
                metric ->
                    LmEvalFiles.ordered(
                        "metric", metric.metric(),
                        "aggregation", metric.aggregation(),
                        "higher_is_better", metric.better()))
            .toList());
    keys.put("metadata", Map.of("version", task.version()));
    return keys;
  }
}
