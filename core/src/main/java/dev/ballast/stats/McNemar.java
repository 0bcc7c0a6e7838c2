package dev.ballast.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The exact test that two rates on the same items differ. */
public final class McNemar {
  private McNemar() {}

  /**
   * Return the two-sided p-value: gained out of gained + lost is binomial with 1/2.
   *
   * <p>McNemar 1947, Psychometrika 12:153-157, in the exact form. 1 when no pair changed.
   *
   * @param gained pairs false before and true after
   * @param lost pairs true before and false after
   */
  public static double pValue(int gained, int lost) {
    Checks.that(gained >= 0 && lost >= 0, "gained and lost must be >= 0");
    // Not commons' BinomialTest: 1.2 loses the equally likely other end to rounding for some counts
    // (2 of 3 gives 0.625 where the p-value is 1).
    double tail =
        BinomialDistribution.of(gained + lost, 0.5).cumulativeProbability(Math.min(gained, lost));
    return Math.min(1, 2 * tail);
  }

  /** Return the p-value of two outcomes of the same items in the same order. */
  public static double pValue(boolean[] before, boolean[] after) {
    Discordance counts = Discordance.of(before, after);
    return pValue(counts.gained(), counts.lost());
  }
}
