package dev.ballast.eval;

import dev.ballast.chat.Sampling;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A benchmark with what was found. */
public record MeasuredBenchmark(Benchmark benchmark, List<SampleScored> samples)
    implements LmEvalTask {
  private static final String FILTER = "none";

  public MeasuredBenchmark {
    samples = List.copyOf(samples);
  }

  private BenchmarkResult result() {
    return BenchmarkResult.of(benchmark, samples);
  }

  @Override
  public String name() {
    return benchmark.name();
  }

  @Override
  public Object version() {
    return benchmark.version();
  }

  @Override
  public int shots() {
    return 0;
  }

  @Override
  public Map<String, Object> counts() {
    return LmEvalFiles.ordered("original", samples.size(), "effective", samples.size());
  }

  @Override
  public Map<String, Object> scores() {
    BenchmarkResult result = result();
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

  @Override
  public Map<String, Boolean> directions() {
    Map<String, Boolean> better = new LinkedHashMap<>();
    result().metrics().forEach((word, value) -> better.put(word, value.higherIsBetter()));
    return better;
  }

  @Override
  public Map<String, Object> config() {
    BenchmarkResult result = result();
    List<Map<String, Object>> metrics = new ArrayList<>();
    result
        .metrics()
        .forEach(
            (word, value) ->
                metrics.add(
                    LmEvalFiles.ordered(
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
    config.put("output_type", output());
    config.put("generation_kwargs", generation(benchmark.sampling()));
    config.put("repeats", 1);
    config.put("metric_list", metrics);
    config.put(
        "metadata",
        LmEvalFiles.ordered("version", benchmark.version(), "scorers", result.scorers()));
    return config;
  }

  private String output() {
    return switch (benchmark.kind()) {
      case HARMFUL, LOOKALIKE, PLAIN, TASKS -> "generate_until";
      case MULTIPLE_CHOICE -> "multiple_choice";
    };
  }

  private static Map<String, Object> generation(Sampling sampling) {
    return LmEvalFiles.ordered(
        "until", sampling.stop(),
        "do_sample", sampling.temperature() > 0,
        "temperature", sampling.temperature(),
        "top_p", sampling.topP(),
        "max_gen_toks", sampling.maxNewTokens());
  }

  @Override
  public List<Map<String, Object>> lines() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SampleScored sample : samples) {
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", sample.id());
      doc.put("category", sample.category());
      doc.put("prompt", sample.prompt());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("doc_id", rows.size());
      row.put("doc", doc);
      row.put("target", "");
      row.put(
          "arguments",
          LmEvalFiles.ordered("gen_args_0", LmEvalFiles.ordered("arg_0", sample.prompt())));
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
}
