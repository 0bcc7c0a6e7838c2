package dev.ballast.stats;

import org.apache.commons.statistics.descriptive.StandardDeviation;

/** The smallest change that a comparison of this size would notice. */
public final class DetectableDifference {
  private static final int HALVINGS = 60;

  private DetectableDifference() {}

  /**
   * Return the smallest true difference of two rates on the same items that McNemar's test finds
   * with that power.
   *
   * <p>Connor 1987, Biometrics 43:207-211: n = (z_a √psi + z_b √(psi - d²))² / d², solved for d;
   * psi is the share of items whose outcome changes, d = the difference. 1 where even a change of
   * every discordant item would stay unnoticed.
   *
   * @param n pairs, &gt; 0
   * @param discordant share of pairs that change, in (0, 1]
   * @param power e.g. 0.8
   * @param confidence e.g. 0.95
   */
  public static double paired(int n, double discordant, double power, double confidence) {
    Checks.that(n > 0, "n must be > 0, was " + n);
    Checks.that(
        discordant > 0 && discordant <= 1, "discordant must be in (0, 1], was " + discordant);
    double level = Checks.z(confidence);
    double reach = reach(power);
    if (needed(discordant, discordant, level, reach) > n) {
      return 1;
    }
    double low = 0;
    double high = discordant;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (needed(middle, discordant, level, reach) > n) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * Return the smallest true difference of two rates on different items around a common rate.
   *
   * <p>d = (z_a + z_b) √(2 p (1 - p) / n) (Fleiss, Levin and Paik 2003, equation 4.14 without the
   * continuity correction, equal groups), at most 1.
   *
   * @param n items of each, &gt; 0
   * @param rate in [0, 1]; 0.5 asks most
   */
  public static double unpaired(int n, double rate, double power, double confidence) {
    Checks.that(n > 0, "n must be > 0, was " + n);
    Checks.that(rate >= 0 && rate <= 1, "rate must be in [0, 1], was " + rate);
    double sum = Checks.z(confidence) + reach(power);
    return Math.min(1, sum * Math.sqrt(2 * rate * (1 - rate) / n));
  }

  /**
   * Return the smallest true mean difference of any values on the same items that the paired t-test
   * finds with that power: (z_a + z_b) s / √n (Cohen 1988, section 2.5, for large n).
   *
   * @param differences after less before, one per item, at least two
   */
  public static double paired(double[] differences, double power, double confidence) {
    Checks.that(differences.length > 1, "differences must be two or more");
    double spread = StandardDeviation.of(differences).getAsDouble();
    return (Checks.z(confidence) + reach(power)) * spread / Math.sqrt(differences.length);
  }

  private static double needed(double difference, double discordant, double level, double reach) {
    double root = Math.sqrt(Math.max(0, discordant - difference * difference));
    double sum = level * Math.sqrt(discordant) + reach * root;
    return sum * sum / (difference * difference);
  }

  /** Return the normal quantile below which {@code power} lies. */
  private static double reach(double power) {
    Checks.that(power > 0.5 && power < 1, "power must be in (0.5, 1), was " + power);
    return Checks.z(2 * power - 1);
  }
}
