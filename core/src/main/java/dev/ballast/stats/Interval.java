package dev.ballast.stats;

/**
 * An estimate with its two-sided confidence interval.
 *
 * <p>One end alone is a one-sided bound: of a 90 % interval, each end holds with 95 %.
 *
 * @param n observations (pairs, for a difference)
 */
public record Interval(double estimate, double low, double high, int n) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("low must be <= high, was " + low + " and " + high);
    }
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Return the interval of one less the quantity, a rate. */
  public Interval complement() {
    return new Interval(1 - estimate, 1 - high, 1 - low, n);
  }

  /** Return the interval of the negated quantity. */
  public Interval negated() {
    return new Interval(0 - estimate, 0 - high, 0 - low, n);
  }
}
