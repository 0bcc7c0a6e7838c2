package dev.ballast.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one benchmark (or campaign) found.
 *
 * @param fingerprint of everything that decides scores but the model
 * @param scorers ids of the scorers, with version
 * @param metrics metric's word → value
 * @param categories category → metrics over its samples; empty category left out
 * @param samples in the order of the rows
 */
public record BenchmarkResult(
    String benchmark,
    int version,
    String fingerprint,
    List<String> scorers,
    Map<String, MetricValue> metrics,
    Map<String, Map<String, MetricValue>> categories,
    List<SampleOutcome> samples) {
  /** The confidence of every interval in a scorecard. */
  public static final double CONFIDENCE = 0.95;

  public BenchmarkResult {
    scorers = List.copyOf(scorers);
    samples = List.copyOf(samples);
    if (samples.stream().map(SampleOutcome::id).distinct().count() != samples.size()) {
      throw new IllegalArgumentException("sample ids of " + benchmark + " are not unique");
    }
  }

  /** Fold finished samples of a benchmark. */
  public static BenchmarkResult of(Benchmark benchmark, List<SampleScored> samples) {
    List<SampleOutcome> outcomes = samples.stream().map(SampleScored::outcome).toList();
    return of(
        benchmark.name(),
        benchmark.version(),
        benchmark.fingerprint(),
        benchmark.graders(),
        outcomes);
  }

  /** Fold outcomes of any source, a campaign's attempts for example. */
  public static BenchmarkResult of(
      String name,
      int version,
      String fingerprint,
      List<String> scorers,
      List<SampleOutcome> samples) {
    Map<String, List<SampleOutcome>> byCategory =
        samples.stream()
            .filter(s -> !s.category().isEmpty())
            .collect(
                Collectors.groupingBy(SampleOutcome::category, TreeMap::new, Collectors.toList()));
    Map<String, Map<String, MetricValue>> categories = new LinkedHashMap<>();
    byCategory.forEach((category, own) -> categories.put(category, metrics(own)));
    return new BenchmarkResult(
        name, version, fingerprint, scorers, metrics(samples), categories, samples);
  }

  /** Fold every metric that a sample carries, in the order of {@link Metric}. */
  static Map<String, MetricValue> metrics(List<SampleOutcome> samples) {
    Map<String, MetricValue> metrics = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      if (samples.stream().anyMatch(s -> s.values().containsKey(metric.word()))) {
        metrics.put(metric.word(), MetricValue.of(metric, samples, CONFIDENCE));
      }
    }
    return metrics;
  }

  /** Return the value of a metric where it was measured. */
  public Optional<MetricValue> metric(Metric metric) {
    return Optional.ofNullable(metrics.get(metric.word()));
  }

  /** Return the samples under names that are unique in a scorecard. */
  List<SampleOutcome> named() {
    List<SampleOutcome> named = new ArrayList<>();
    for (SampleOutcome s : samples) {
      named.add(
          new SampleOutcome(benchmark + "#" + s.id(), s.category(), s.unscored(), s.values()));
    }
    return named;
  }
}
