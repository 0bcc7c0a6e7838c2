package dev.ballast.task;

import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Hashes;
import dev.ballast.task.TaskConfig.OutputType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Writes the results of tasks in lm-eval's schema, so that its readers open them: {@code
 * results_<date>.json} and one {@code samples_<task>_<date>.jsonl} each.
 *
 * @param folder where the files go
 * @param date part of the names; the caller's
 */
public record TaskFiles(Path folder, String date) {
  /** A task with its rows. */
  public record Finished(TaskConfig config, List<TaskSample> samples) {
    public Finished {
      samples = List.copyOf(samples);
    }

    /** Return its metrics. */
    public List<TaskResult> results() {
      return TaskResult.of(config, samples);
    }
  }

  /** Write all files and return them, the results first. */
  public List<Path> write(String model, List<Finished> tasks) {
    List<Path> files = new ArrayList<>();
    Path results = folder.resolve("results_" + date + ".json");
    AtomicFile.write(results, Json.pretty(results(model, tasks)) + "\n");
    files.add(results);
    for (Finished task : tasks) {
      Path samples = folder.resolve("samples_" + task.config().task() + "_" + date + ".jsonl");
      JsonLines.write(samples, samples(task));
      files.add(samples);
    }
    return files;
  }

  private Map<String, Object> results(String model, List<Finished> tasks) {
    Map<String, Map<String, Object>> by = new LinkedHashMap<>();
    for (Finished task : tasks) {
      Map<String, Object> better = new LinkedHashMap<>();
      task.results().forEach(result -> better.put(result.metric(), result.higherIsBetter()));
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("results", scores(task));
      own.put("configs", config(task.config()));
      own.put("versions", task.config().version());
      own.put("n-shot", task.config().numFewshot());
      own.put("higher_is_better", better);
      own.put("n-samples", Map.of("effective", task.samples().size()));
      own.forEach(
          (key, value) ->
              by.computeIfAbsent(key, _ -> new LinkedHashMap<>()).put(task.config().task(), value));
    }
    Map<String, Object> json = new LinkedHashMap<>(by);
    json.put("groups", Map.of());
    json.put("group_subtasks", Map.of());
    json.put("config", Map.of("model", "ballast"));
    json.put("date", date);
    json.put("model_source", "ballast");
    json.put("model_name", model);
    return json;
  }

  private static Map<String, Object> scores(Finished task) {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("name", task.config().task());
    scores.put("alias", task.config().taskAlias().orElse(task.config().task()));
    scores.put("sample_len", task.samples().size());
    for (TaskResult result : task.results()) {
      double error = result.standardError();
      scores.put(result.metric() + "," + result.filter(), result.value());
      scores.put(
          result.metric() + "_stderr," + result.filter(), Double.isNaN(error) ? "N/A" : error);
    }
    return scores;
  }

  private static Map<String, Object> config(TaskConfig config) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("task", config.task());
    keys.put("dataset_path", config.datasetPath());
    keys.put("output_type", config.outputType().name().toLowerCase(Locale.ROOT));
    keys.put("description", config.description());
    keys.put("doc_to_text", config.docToText());
    keys.put("doc_to_target", config.docToTarget());
    config.docToChoice().ifPresent(choice -> keys.put("doc_to_choice", choice));
    keys.put("fewshot_delimiter", config.fewshotDelimiter());
    keys.put("target_delimiter", config.targetDelimiter());
    keys.put("num_fewshot", config.numFewshot());
    keys.put("repeats", config.repeats());
    keys.put(
        "metric_list",
        config.metricList().stream()
            .map(
                metric ->
                    Map.of(
                        "metric", metric.metric(),
                        "aggregation", metric.aggregation(),
                        "higher_is_better", metric.higherIsBetter()))
            .toList());
    keys.put("metadata", Map.of("version", config.version()));
    return keys;
  }

  /** One line a row and filter, as lm-eval has it. */
  private static List<Map<String, Object>> samples(Finished task) {
    List<Map<String, Object>> lines = new ArrayList<>();
    Question question = new Question(task.config());
    List<AnswerFilter> filters = AnswerFilter.of(task.config());
    for (TaskSample sample : task.samples()) {
      for (AnswerFilter filter : filters) {
        lines.add(line(sample, question.target(sample.doc()), filter, task.config()));
      }
    }
    return lines;
  }

  private static Map<String, Object> line(
      TaskSample sample, Target target, AnswerFilter filter, TaskConfig config) {
    boolean choices = config.outputType() == OutputType.MULTIPLE_CHOICE;
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
