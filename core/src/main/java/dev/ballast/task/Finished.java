package dev.ballast.task;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.eval.LmEvalTask;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import dev.ballast.task.TaskConfig.OutputType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A task with its rows. */
public record Finished(TaskConfig task, List<TaskSample> samples) implements LmEvalTask {
  public Finished {
    samples = List.copyOf(samples);
  }

  /** Return its metrics. */
  public List<TaskResult> results() {
    return TaskResult.of(task, samples);
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
    results().forEach(result -> better.put(result.metric(), result.higherIsBetter()));
    return better;
  }

  @Override
  public Map<String, Object> counts() {
    return LmEvalFiles.ordered("effective", samples.size());
  }

  @Override
  public Map<String, Object> scores() {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("name", task.task());
    scores.put("alias", task.taskAlias().orElse(task.task()));
    scores.put("sample_len", samples.size());
    for (TaskResult result : results()) {
      double error = result.standardError();
      scores.put(result.metric() + "," + result.filter(), result.value());
      scores.put(
          result.metric() + "_stderr," + result.filter(), Double.isNaN(error) ? "N/A" : error);
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
    keys.put("fewshot_delimiter", task.fewshotDelimiter());
    keys.put("target_delimiter", task.targetDelimiter());
    keys.put("num_fewshot", task.numFewshot());
    keys.put("repeats", task.repeats());
    keys.put(
        "metric_list",
        task.metricList().stream()
            .map(
                metric ->
                    LmEvalFiles.ordered(
                        "metric", metric.metric(),
                        "aggregation", metric.aggregation(),
                        "higher_is_better", metric.higherIsBetter()))
            .toList());
    keys.put("metadata", Map.of("version", task.version()));
    return keys;
  }

  @Override
  public List<Map<String, Object>> lines() {
    List<Map<String, Object>> lines = new ArrayList<>();
    Question question = new Question(task);
    List<AnswerFilter> filters = AnswerFilter.of(task);
    for (TaskSample sample : samples) {
      for (AnswerFilter filter : filters) {
        lines.add(line(sample, question.target(sample.doc()), filter));
      }
    }
    return lines;
  }

  private Map<String, Object> line(TaskSample sample, Target target, AnswerFilter filter) {
    boolean choices = task.outputType() == OutputType.MULTIPLE_CHOICE;
    JsonNode right = Json.treeOf(target).path(target instanceof Target.Index ? "at" : "text");
    Map<String, Double> values = sample.values().getOrDefault(filter.name(), Map.of());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("doc_id", sample.docId());
    line.put("doc", sample.doc());
    line.put("target", right.isMissingNode() ? Json.treeOf(target).path("all") : right);
    line.put("arguments", arguments(sample));
    line.put("resps", choices ? sums(sample) : List.of(List.of(sample.answer())));
    line.put("filtered_resps", choices ? sums(sample) : List.of(filter.apply(sample.answer())));
    line.put("filter", filter.name());
    line.put("metrics", values.keySet().stream().toList());
    line.put("doc_hash", Hashes.of(Json.encode(sample.doc())));
    line.put("prompt_hash", Hashes.of(sample.context()));
    line.put("target_hash", Hashes.of(Json.encode(target)));
    line.putAll(values);
    return line;
  }

  private static Map<String, Object> arguments(TaskSample sample) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (sample.continuations().isEmpty()) {
      arguments.put("gen_args_0", Map.of("arg_0", sample.context()));
    }
    for (String continuation : sample.continuations()) {
      Map<String, Object> pair = new LinkedHashMap<>();
      pair.put("arg_0", sample.context());
      pair.put("arg_1", continuation);
      arguments.put("gen_args_" + arguments.size(), pair);
    }
    return arguments;
  }

  private static List<List<Double>> sums(TaskSample sample) {
    return sample.sums().stream().map(List::of).toList();
  }
}
