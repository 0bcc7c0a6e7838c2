package dev.ballast.stats;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What changed between two models on the same items: mean(after - before). */
public final class Paired {
  private static final int RESAMPLES = 10_000;
  private static final int HALVINGS = 60;

  private Paired() {}

  /**
   * Return the mean difference of any values, with a bootstrap over the pairs (10 000 resamples).
   *
   * @param before one finite value per item
   * @param after the same items in the same order
   * @param confidence in (0, 1)
   */
  public static Interval difference(
      double[] before, double[] after, double confidence, RandomGenerator random) {
    sameItems(before.length, after.length);
    double[] differences = new double[before.length];
    Arrays.setAll(differences, i -> after[i] - before[i]);
    return Bootstrap.mean(differences, confidence, RESAMPLES, random);
  }

  /** Return the difference of two rates with the same bootstrap; prefer the score interval. */
  public static Interval difference(
      boolean[] before, boolean[] after, double confidence, RandomGenerator random) {
    return difference(numbers(before), numbers(after), confidence, random);
  }

  /** Return the difference of two rates with the score interval; no randomness. */
  public static Interval difference(boolean[] before, boolean[] after, double confidence) {
    Discordance counts = Discordance.of(before, after);
    return difference(counts.gained(), counts.lost(), counts.n(), confidence);
  }

  /**
   * Return (gained - lost) / n with the score interval.
   *
   * <p>Tango 1998, Stat. Med. 17:891-908: the differences that the score test of matched
   * proportions does not reject, found by bisection. Sound also where nothing changed: with no
   * discordant pair it is &plusmn;z&sup2; / (n + z&sup2;).
   *
   * @param gained pairs false before and true after
   * @param lost pairs true before and false after
   * @param n all pairs, &gt; 0
   */
  public static Interval difference(int gained, int lost, int n, double confidence) {
    Checks.that(
        n > 0 && gained >= 0 && lost >= 0 && gained <= n - lost,
        "gained and lost must be >= 0 and add up to at most n > 0");
    double z = Checks.z(confidence);
    double estimate = (double) (gained - lost) / n;
    double high = limit(gained, lost, n, z);
    double low = 0 - limit(lost, gained, n, z);
    return new Interval(estimate, Math.min(low, estimate), Math.max(high, estimate), n);
  }

  /** Return the largest difference whose score is at least -z; the score falls as it grows. */
  private static double limit(int gained, int lost, int n, double z) {
    double low = (double) (gained - lost) / n;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (score(gained, lost, n, middle) >= -z) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Return Tango's statistic; his b, c are gained, lost, and q is the restricted estimate of p21.
   */
  private static double score(int b, int c, int n, double delta) {
    double bLinear = (2.0 * n - b + c) * delta - b - c;
    double constant = -c * delta * (1 - delta);
    double root = Math.sqrt(Math.max(0, bLinear * bLinear - 8.0 * n * constant));
    double q = Math.max(0, (root - bLinear) / (4.0 * n));
    double variance = n * (2 * q + delta * (1 - delta));
    double distance = b - c - n * delta;
    return distance == 0 ? 0 : distance / Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
  }

  private static double[] numbers(boolean[] flags) {
    double[] numbers = new double[flags.length];
    Arrays.setAll(numbers, i -> flags[i] ? 1 : 0);
    return numbers;
  }

  static void sameItems(int before, int after) {
    Checks.that(
        before == after && before > 0,
        "before and after must hold the same items, were " + before + " and " + after);
  }
}
