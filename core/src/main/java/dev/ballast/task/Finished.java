package dev.ballast.task;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import dev.ballast.score.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A task with its rows.
 *
 * @param results its metrics, folded from the rows once: an error may take a bootstrap
 */
public record Finished(TaskConfig task, List<TaskSample> samples, List<TaskResult> results)
    implements LmEvalTask {
  public Finished {
    samples = List.copyOf(samples);
    results = List.copyOf(results);
  }

  /** Measure the rows of a task. */
  public Finished(TaskConfig task, List<TaskSample> samples) {
    this(task, samples, TaskResult.of(task, samples));
  }

  /** Count the answers that the judge could not grade, which are in no rate. */
  public long unscored() {
    return samples.stream()
        .filter(s -> s.score().filter(Score.Unscored.class::isInstance).isPresent())
        .count();
  }

  /** Return the rates that a judge's error moves, set right. */
  public List<Corrected> corrected() {
    return task.judge().isEmpty() ? List.of() : Corrected.of(task.judge(), results);
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
    if (!task.judge().isEmpty()) {
      counts.put("unscored", unscored());
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
    if (!task.judge().isEmpty()) {
      keys.put("judge", Judging.id(task.judge()));
    }
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

  @Override
  public List<Map<String, Object>> lines() {
    List<Map<String, Object>> lines = new ArrayList<>();
    Question question = new Question(task, Style.PLAIN);
    List<AnswerFilter> filters = AnswerFilter.of(task);
    for (TaskSample sample : samples) {
      for (AnswerFilter filter : filters) {
        lines.add(line(sample, target(question, sample.doc()), filter));
      }
    }
    return lines;
  }

  private JsonNode target(Question question, JsonNode doc) {
    return switch (task.outputType()) {
      case LOGLIKELIHOOD, LOGLIKELIHOOD_ROLLING -> Json.treeOf(question.targetText(doc));
      case MULTIPLE_CHOICE, GENERATE_UNTIL ->
          !task.judge().isEmpty()
              ? Json.treeOf("")
              : switch (question.target(doc)) {
                case Target.Index one -> Json.treeOf(one.at());
                case Target.Text one -> Json.treeOf(one.text());
                case Target.Indices many -> Json.treeOf(many.all());
                case Target.Texts many -> Json.treeOf(many.all());
              };
    };
  }

  private static Map<String, Object> line(TaskSample sample, JsonNode target, AnswerFilter filter) {
    Map<String, Double> values = sample.values().getOrDefault(filter.name(), Map.of());
    List<Object> answers = sample.answers().stream().map(answer -> plain(answer)).toList();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("doc_id", sample.docId());
    line.put("doc", sample.doc());
    line.put("target", target);
    line.put("arguments", arguments(sample));
    line.put("resps", answers.stream().map(List::of).toList());
    line.put(
        "filtered_resps",
        sample.answers().stream().map(answer -> filtered(answer, filter)).toList());
    line.put("filter", filter.name());
    line.put("metrics", values.keySet().stream().toList());
    line.put("doc_hash", Hashes.of(Json.encode(sample.doc())));
    line.put("prompt_hash", Hashes.of(sample.requests().getFirst().context()));
    line.put("target_hash", Hashes.of(Json.encode(target)));
    sample.score().ifPresent(score -> Judging.put(line, score));
    values.forEach(
        (metric, value) -> {
          Double weight = sample.weights().get(metric);
          line.put(metric, weight == null ? value : List.of(value, weight));
        });
    return line;
  }

  /** Return an answer as lm-eval's files have it: log-likelihood and whether it is greedy. */
  private static Object plain(Answer answer) {
    return switch (answer) {
      case Answer.Likelihood one -> List.of(one.sum(), one.greedy());
      case Answer.Text one -> one.text();
    };
  }

  private static Object filtered(Answer answer, AnswerFilter filter) {
    return answer instanceof Answer.Text one ? filter.apply(one.text()) : plain(answer);
  }

  private static Map<String, Object> arguments(TaskSample sample) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (Request request : sample.requests()) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("arg_0", request.context());
      if (!request.continuation().isEmpty()) {
        own.put("arg_1", request.continuation());
      }
      arguments.put("gen_args_" + arguments.size(), own);
    }
    return arguments;
  }
}
