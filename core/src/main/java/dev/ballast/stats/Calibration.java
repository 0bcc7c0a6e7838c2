package dev.ballast.stats;

/**
 * Whether a probability means what it says.
 *
 * @param brier mean squared distance of the probability to the label, 0 … 1 (Brier 1950)
 * @param expectedError expected calibration error, 0 … 1: mean distance of a bin's mean probability
 *     to its share of positives, weighted by size, over 10 bins of equal width (Guo et al. 2017,
 *     equation 3)
 * @param n items
 */
public record Calibration(double brier, double expectedError, int n) {
  private static final int BINS = 10;

  /**
   * Measure probabilities against the labels of the same items.
   *
   * @param label one per item, at least one
   * @param probability of a positive label, each in [0, 1]
   */
  public static Calibration of(boolean[] label, double[] probability) {
    Paired.sameItems(label.length, probability.length);
    double brier = 0;
    double[] difference = new double[BINS];
    for (int i = 0; i < label.length; i++) {
      double p = probability[i];
      Checks.that(p >= 0 && p <= 1, "probability must be in [0, 1], was " + p);
      double distance = p - (label[i] ? 1 : 0);
      brier += distance * distance / label.length;
      difference[Math.min(BINS - 1, (int) (p * BINS))] += distance / label.length;
    }
    double error = 0;
    for (double bin : difference) {
      error += Math.abs(bin);
    }
    return new Calibration(brier, error, label.length);
  }
}
