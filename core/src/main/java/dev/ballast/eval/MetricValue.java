package dev.ballast.eval;

import dev.ballast.stats.Bootstrap;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A metric over samples.
 *
 * @param metric word, as in {@link Metric#word}
 * @param interval Wilson for rates, bootstrap for other means
 * @param n samples, unscored ones included
 * @param unscored samples that no scorer could grade
 */
public record MetricValue(
    String metric, Interval interval, int n, int unscored, boolean higherIsBetter) {
  private static final int RESAMPLES = 2_000;

  /** Return the mean. */
  public double value() {
    return interval.estimate();
  }

  /** Return the unscored share, 0 … 1. */
  public double unscoredShare() {
    return (double) unscored / n;
  }

  /** Fold the samples that carry the metric; at least one must. */
  static MetricValue of(Metric metric, List<SampleOutcome> samples, double confidence) {
    List<SampleOutcome> own =
        samples.stream().filter(s -> s.values().containsKey(metric.word())).toList();
    double[] values =
        own.stream().mapToDouble(s -> s.values().getOrDefault(metric.word(), 0.0)).toArray();
    int unscored = (int) own.stream().filter(SampleOutcome::unscored).count();
    Interval interval = interval(values, confidence);
    return new MetricValue(
        metric.word(), interval, values.length, unscored, metric.higherIsBetter());
  }

  private static Interval interval(double[] values, double confidence) {
    if (Arrays.stream(values).allMatch(v -> v == 0 || v == 1)) {
      int ones = (int) Arrays.stream(values).sum();
      return Wilson.interval(ones, values.length, confidence);
    }
    return Bootstrap.mean(values, confidence, RESAMPLES, new SplittableRandom(0));
  }
}
