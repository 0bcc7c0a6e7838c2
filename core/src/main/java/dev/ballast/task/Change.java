package dev.ballast.task;

import dev.ballast.stats.Interval;

/**
 * What became of a metric on the same rows.
 *
 * @param n rows in both
 * @param change after less before, with the interval of the comparison
 * @param pValue of no change, two-sided: McNemar's exact test where values are 0 and 1, else the
 *     paired t-test
 * @param adjusted p-value after Holm over all metrics of the comparison
 * @param detectable smallest true change that this n finds with 80 % power; NaN where values are
 *     not 0 and 1
 */
public record Change(
    String task,
    String filter,
    String metric,
    int n,
    double before,
    double after,
    Interval change,
    double pValue,
    double adjusted,
    double detectable,
    Verdict verdict) {
  /** What is shown. */
  public enum Verdict {
    BETTER,
    WORSE,
    NOT_SHOWN
  }
}
