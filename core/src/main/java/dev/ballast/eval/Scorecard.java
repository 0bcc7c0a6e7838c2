package dev.ballast.eval;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's results.
 *
 * @param model id of the model
 * @param metrics over the samples of all benchmarks that measure them, each sample counted once
 * @param benchmarks in the order they were run
 */
public record Scorecard(
    String model, Map<String, MetricValue> metrics, List<BenchmarkResult> benchmarks) {
  public Scorecard {
    benchmarks = List.copyOf(benchmarks);
    Set<String> names = new HashSet<>();
    for (BenchmarkResult result : benchmarks) {
      if (!names.add(result.benchmark())) {
        throw new IllegalArgumentException("two benchmarks are named " + result.benchmark());
      }
    }
  }

  /** Fold the results of benchmarks and campaigns. */
  public static Scorecard of(String model, List<BenchmarkResult> results) {
    List<SampleOutcome> all = new ArrayList<>();
    results.forEach(result -> all.addAll(result.named()));
    return new Scorecard(model, BenchmarkResult.metrics(all), results);
  }

  /** Return the value of a metric where it was measured. */
  public Optional<MetricValue> metric(Metric metric) {
    return Optional.ofNullable(metrics.get(metric.word()));
  }

  /** Return the samples that carry a metric: {@code benchmark#id} → outcome, in order. */
  public Map<String, SampleOutcome> outcomes(Metric metric) {
    Map<String, SampleOutcome> outcomes = new LinkedHashMap<>();
    for (BenchmarkResult result : benchmarks) {
      for (SampleOutcome sample : result.named()) {
        if (sample.values().containsKey(metric.word())) {
          outcomes.put(sample.id(), sample);
        }
      }
    }
    return outcomes;
  }

  /** Return one JSON document; {@link #fromJson} reads it back equal. */
  public String toJson() {
    return Json.pretty(this);
  }

  /**
   * Read a scorecard.
   *
   * @throws BadInput when it is not one
   */
  public static Scorecard fromJson(String json) {
    return Json.decode(json, Scorecard.class);
  }
}
