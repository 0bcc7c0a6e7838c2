package dev.ballast.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** The exact interval of a rate: never below its confidence, so wider than Wilson's. */
public final class ClopperPearson {
  private ClopperPearson() {}

  /**
   * Return the interval of successes / n from beta quantiles.
   *
   * <p>Clopper and Pearson 1934, Biometrika 26:404-413. For 0 of n at 95 % the high end is close to
   * the rule of three's 3.7 / n.
   *
   * @param n &gt; 0
   * @param confidence in (0, 1)
   */
  public static Interval interval(int successes, int n, double confidence) {
    Checks.counts(successes, n);
    double tail = Checks.tail(confidence);
    int failures = n - successes;
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, failures + 1.0).inverseCumulativeProbability(tail);
    double high =
        failures == 0
            ? 1
            : BetaDistribution.of(successes + 1.0, failures).inverseSurvivalProbability(tail);
    return new Interval((double) successes / n, low, high, n);
  }
}
