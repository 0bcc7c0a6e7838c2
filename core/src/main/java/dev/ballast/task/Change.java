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
 * @param detectable smallest true change that this n finds with 80 % power; 1 = none at all; NaN
 *     where values that are not 0 and 1 did not move
 * @param judge who decided the values; empty where rows have targets
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
    Verdict verdict,
    Optional<String> judge) {
  /** Return what it is a change of. */
  public MetricName name() {
    return new MetricName(task, metric, filter);
  }

  /**
   * Return what this n finds, 80 % of the time, and what it lacks: {@code n 200 finds changes from
   * 0.0912 on, 3 not graded in both}.
   */
  public String finds() {
    return found() + (ungraded == 0 ? "" : ", " + ungraded + " not graded in both");
  }

  private String found() {
    return Double.isNaN(detectable)
        ? "n " + n + ", and nothing moved"
        : detectable >= 1
            ? "n " + n + " finds no change"
            : String.format(Locale.ROOT, "n %d finds changes from %.4f on", n, detectable);
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
