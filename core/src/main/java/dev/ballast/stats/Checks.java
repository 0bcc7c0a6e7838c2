package dev.ballast.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Ranges that every statistic here shares. */
final class Checks {
  private Checks() {}

  /** Return the standard normal quantile that leaves (1 - confidence) / 2 above it. */
  static double z(double confidence) {
    return NormalDistribution.of(0, 1).inverseSurvivalProbability(tail(confidence));
  }

  static double tail(double confidence) {
    that(confidence > 0 && confidence < 1, "confidence must be in (0, 1), was " + confidence);
    return (1 - confidence) / 2;
  }

  static int resamples(int resamples) {
    that(resamples >= 100, "resamples must be >= 100, was " + resamples);
    return resamples;
  }

  static void counts(int successes, int n) {
    that(n > 0, "n must be > 0, was " + n);
    that(successes >= 0 && successes <= n, "successes must be in [0, n], was " + successes);
  }

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
