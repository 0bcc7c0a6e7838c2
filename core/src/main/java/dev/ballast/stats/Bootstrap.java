package dev.ballast.stats;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.descriptive.Quantile;

/** Intervals by resampling. */
public final class Bootstrap {
  private Bootstrap() {}

  /**
   * Return the percentile interval of the mean.
   *
   * <p>Efron and Tibshirani 1993, chapter 13; quantiles as Hyndman and Fan's type 8. Give
   * independent values: one per prompt, not one per sample of the same prompt. It is too narrow for
   * a handful of values, and of zero width when all are equal: use {@link Wilson} for a rate.
   *
   * @param values at least one, finite
   * @param confidence in (0, 1)
   * @param resamples &ge; 100; 10 000 for an interval that will be printed
   */
  public static Interval mean(
      double[] values, double confidence, int resamples, RandomGenerator random) {
    Checks.that(values.length > 0, "values must not be empty");
    Checks.that(Arrays.stream(values).allMatch(Double::isFinite), "values must be finite");
    Checks.that(resamples >= 100, "resamples must be >= 100, was " + resamples);
    double tail = Checks.tail(confidence);
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      means[i] = resampledMean(values, random);
    }
    double[] ends = Quantile.withDefaults().evaluate(means, tail, 1 - tail);
    return new Interval(sum(values) / values.length, ends[0], ends[1], values.length);
  }

  private static double resampledMean(double[] values, RandomGenerator random) {
    double sum = 0;
    for (int j = 0; j < values.length; j++) {
      sum += values[random.nextInt(values.length)];
    }
    return sum / values.length;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
