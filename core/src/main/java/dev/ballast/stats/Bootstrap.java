package dev.ballast.stats;

import java.util.Arrays;
import java.util.List;
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
    double tail = Checks.tail(confidence);
    double[] means = new double[Checks.resamples(resamples)];
    for (int i = 0; i < resamples; i++) {
      means[i] = resampledMean(values, random);
    }
    double[] ends = Quantile.withDefaults().evaluate(means, tail, 1 - tail);
    return new Interval(sum(values) / values.length, ends[0], ends[1], values.length);
  }

  /**
   * Return the percentile interval of the mean of values that come in clusters, such as many
   * samples of one prompt: whole clusters are drawn (Davison and Hinkley 1997, section 3.8).
   *
   * <p>The estimate is the mean of all values; {@code n} counts the clusters, which is what the
   * interval knows. With one value in each cluster it is {@link #mean}.
   *
   * @param clusters one array of finite values per cluster, none empty
   * @param confidence in (0, 1)
   * @param resamples &ge; 100
   */
  public static Interval clustered(
      List<double[]> clusters, double confidence, int resamples, RandomGenerator random) {
    int n = clusters.size();
    double[] sums = new double[n];
    int[] sizes = new int[n];
    for (int i = 0; i < n; i++) {
      double[] values = clusters.get(i);
      Checks.that(values.length > 0, "cluster " + i + " must not be empty");
      sums[i] = sum(values);
      sizes[i] = values.length;
    }
    Checks.that(n > 0, "clusters must not be empty");
    Checks.that(Arrays.stream(sums).allMatch(Double::isFinite), "values must be finite");
    double[] means = new double[Checks.resamples(resamples)];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      long size = 0;
      for (int j = 0; j < n; j++) {
        int drawn = random.nextInt(n);
        sum += sums[drawn];
        size += sizes[drawn];
      }
      means[i] = sum / size;
    }
    double tail = Checks.tail(confidence);
    double[] ends = Quantile.withDefaults().evaluate(means, tail, 1 - tail);
    return new Interval(sum(sums) / Arrays.stream(sizes).sum(), ends[0], ends[1], n);
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
