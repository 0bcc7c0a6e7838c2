package dev.ballast.eval;

import dev.ballast.chat.Sampling;
import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.ledger.Hashes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes results in lm-eval's schema (result_schema.py of lm-evaluation-harness), so that its
 * readers open them: {@code results_<date>.json} and one {@code samples_<task>_<date>.jsonl} each.
 *
 * @param folder where the files go
 * @param date part of the names; the caller's, since results do not know the time
 */
public record LmEvalFiles(Path folder, String date) {
  private static final String FILTER = "none";

  public LmEvalFiles {
    if (!date.matches("[A-Za-z0-9._+-]+")) {
      throw new IllegalArgumentException("date must be fit for a file name, was " + date);
    }
  }

  /** A benchmark with what was found. */
  public record Task(Benchmark benchmark, List<SampleScored> samples) {
    public Task {
      samples = List.copyOf(samples);
    }
  }

  /** Write all files and return them, the results first. */
  public List<Path> write(String model, List<Task> tasks) {
    List<Path> files = new ArrayList<>();
    Path results = folder.resolve("results_" + date + ".json");
    AtomicFile.write(results, Json.pretty(results(model, tasks)) + "\n");
    files.add(results);
    for (Task task : tasks) {
      Path samples = folder.resolve("samples_" + task.benchmark().name() + "_" + date + ".jsonl");
      JsonLines.write(samples, samples(task));
      files.add(samples);
    }
    return files;
  }

  private Map<String, Object> results(String model, List<Task> tasks) {
    Map<String, Object> scores = new LinkedHashMap<>();
    Map<String, Object> configs = new LinkedHashMap<>();
    Map<String, Object> versions = new LinkedHashMap<>();
    Map<String, Object> shots = new LinkedHashMap<>();
    Map<String, Object> better = new LinkedHashMap<>();
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Task task : tasks) {
      String name = task.benchmark().name();
      BenchmarkResult result = BenchmarkResult.of(task.benchmark(), task.samples());
      scores.put(name, scores(result));
      configs.put(name, config(task.benchmark(), result));
      versions.put(name, result.version());
      shots.put(name, 0);
      better.put(name, directions(result));
      int n = task.samples().size();
      counts.put(name, ordered("original", n, "effective", n));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("results", scores);
    json.put("groups", ordered());
    json.put("group_subtasks", ordered());
    json.put("configs", configs);
    json.put("versions", versions);
    json.put("n-shot", shots);
    json.put("higher_is_better", better);
    json.put("n-samples", counts);
    json.put("config", ordered("model", "ballast", "model_args", model));
    json.put("date", date);
    json.put("model_source", "ballast");
    json.put("model_name", model);
    return json;
  }

  private static Map<String, Object> scores(BenchmarkResult result) {
    Map<String, Object> scores = new LinkedHashMap<>();
    scores.put("name", result.benchmark());
    scores.put("alias", result.benchmark());
    scores.put("sample_len", result.samples().size());
    result
        .metrics()
        .forEach(
            (word, value) -> {
              scores.put(word + "," + FILTER, value.value());
              scores.put(word + "_stderr," + FILTER, standardError(value));
            });
    return scores;
  }

  /** Return sample deviation over root n, which lm-eval calls mean_stderr; "N/A" for one sample. */
  private static Object standardError(MetricValue value) {
    double p = value.value();
    return value.n() < 2 ? "N/A" : Math.sqrt(p * (1 - p) / (value.n() - 1));
  }

  private static Map<String, Object> directions(BenchmarkResult result) {
    Map<String, Object> better = new LinkedHashMap<>();
    result.metrics().forEach((word, value) -> better.put(word, value.higherIsBetter()));
    return better;
  }

  private static Map<String, Object> config(Benchmark benchmark, BenchmarkResult result) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    result
        .metrics()
        .forEach(
            (word, value) ->
                metrics.add(
                    ordered(
                        "metric",
                        word,
                        "aggregation",
                        "mean",
                        "higher_is_better",
                        value.higherIsBetter())));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("task", benchmark.name());
    config.put("dataset_path", benchmark.dataset().path());
    config.put("doc_to_text", benchmark.prompt());
    config.put("description", benchmark.system());
    config.put("num_fewshot", 0);
    config.put("output_type", output(benchmark));
    config.put("generation_kwargs", generation(benchmark.sampling()));
    config.put("repeats", 1);
    config.put("metric_list", metrics);
    config.put("metadata", ordered("version", benchmark.version(), "scorers", result.scorers()));
    return config;
  }

  private static String output(Benchmark benchmark) {
    return switch (benchmark.kind()) {
      case HARMFUL, LOOKALIKE, PLAIN, TASKS -> "generate_until";
      case MULTIPLE_CHOICE -> "multiple_choice";
    };
  }

  private static Map<String, Object> generation(Sampling sampling) {
    return ordered(
        "until", sampling.stop(),
        "do_sample", sampling.temperature() > 0,
        "temperature", sampling.temperature(),
        "top_p", sampling.topP(),
        "max_gen_toks", sampling.maxNewTokens());
  }

  private static List<Map<String, Object>> samples(Task task) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SampleScored sample : task.samples()) {
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", sample.id());
      doc.put("category", sample.category());
      doc.put("prompt", sample.prompt());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("doc_id", rows.size());
      row.put("doc", doc);
      row.put("target", "");
      row.put("arguments", ordered("gen_args_0", ordered("arg_0", sample.prompt())));
      row.put("resps", List.of(List.of(sample.response())));
      row.put("filtered_resps", List.of(sample.response()));
      row.put("filter", FILTER);
      row.put("metrics", sample.values().keySet().stream().sorted().toList());
      row.put("doc_hash", Hashes.of(Json.encode(doc)));
      row.put("prompt_hash", Hashes.of(sample.prompt()));
      row.put("target_hash", Hashes.of(""));
      sample.values().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> row.put(e.getKey(), e.getValue()));
      row.put("verdict", sample.verdict());
      row.put("unscored", sample.unscored());
      rows.add(row);
    }
    return rows;
  }

  /** Return keys and values in the order given, so that equal runs give equal bytes. */
  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
