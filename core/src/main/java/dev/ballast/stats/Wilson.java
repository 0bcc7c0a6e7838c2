package dev.ballast.stats;

/** The score interval of a rate. */
public final class Wilson {
  private Wilson() {}

  /**
   * Return the interval of successes / n.
   *
   * <p>Wilson 1927, JASA 22:209-212; Newcombe 1998, Stat. Med. 17:857-872, method 3. Sound for
   * small n and for rates near 0 and 1.
   *
   * @param n &gt; 0
   * @param confidence in (0, 1)
   */
  public static Interval interval(int successes, int n, double confidence) {
    Checks.counts(successes, n);
    double z = Checks.z(confidence);
    double p = (double) successes / n;
    double scale = 1 + z * z / n;
    double centre = (p + z * z / (2 * n)) / scale;
    double half = z / scale * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
    double low = successes == 0 ? 0 : centre - half;
    double high = successes == n ? 1 : centre + half;
    return new Interval(p, low, high, n);
  }
}
