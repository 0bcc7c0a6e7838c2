package dev.ballast.task;

import dev.ballast.stats.Discordance;
import dev.ballast.stats.Interval;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a metric on the same rows.
 *
 * @param n rows that have a number in both
 * @param ungraded further rows in both, without a number in one or in both: not compared
 * @param rows how many of them rose from 0 to 1 and fell from 1 to 0; empty where values are others
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
    int ungraded,
    Optional<Discordance> rows,
    double before,
    double after,
    Interval change,
    double pValue,
    double adjusted,
    double detectable,
    Verdict verdict) {
  /** Return what it is a change of. */
  public MetricName name() {
    return new MetricName(task, metric, filter);
  }

  /** What is shown. */
  public enum Verdict {
    BETTER,
    WORSE,
    NOT_SHOWN;

    /** Return it in words: {@code not shown}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
