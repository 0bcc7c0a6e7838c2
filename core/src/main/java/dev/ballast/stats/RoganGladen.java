package dev.ballast.stats;

import java.util.Optional;

/** The rate behind a judge that errs. */
public final class RoganGladen {
  private RoganGladen() {}

  /**
   * Return the share of items that are truly positive, from the share that a judge called positive
   * and the judge's agreement with labels; with the interval that holds both errors.
   *
   * <p>Estimate: Rogan and Gladen 1978, Am. J. Epidemiol. 107:71-76, (p + Sp - 1) / (Se + Sp - 1),
   * cut to [0, 1]. Limits: Lang and Reiczigel 2014, Prev. Vet. Med. 113:13-22, from counts to which
   * z² (rate) and 2 (sensitivity, specificity) are added; widened where they would not hold the
   * estimate. Where the estimate had to be cut, the measured error is not the judge's error here,
   * and the limits hold those of the rate itself ({@link Wilson}) on the side that is open.
   *
   * <p>Empty when the judge's labels lack a class, or it is no better than chance (Se + Sp &le; 1):
   * then its rate says nothing of the truth.
   *
   * @param positives items that the judge called positive
   * @param n items judged, &gt; 0
   * @param judge agreement with labels, on other items
   * @param confidence in (0, 1)
   */
  public static Optional<Interval> corrected(
      int positives, int n, Agreement judge, double confidence) {
    Checks.counts(positives, n);
    int sick = judge.truePositives() + judge.falseNegatives();
    int well = judge.trueNegatives() + judge.falsePositives();
    if (sick == 0 || well == 0) {
      return Optional.empty();
    }
    double z = Checks.z(confidence);
    double youden =
        (double) judge.truePositives() / sick + (double) judge.trueNegatives() / well - 1;
    double se = (judge.truePositives() + 1.0) / (sick + 2);
    double sp = (judge.trueNegatives() + 1.0) / (well + 2);
    double power = se + sp - 1;
    if (youden <= 0 || power <= 0) {
      return Optional.empty();
    }
    double specificity = (double) judge.trueNegatives() / well;
    double uncut = ((double) positives / n + specificity - 1) / youden;
    double estimate = Math.clamp(uncut, 0, 1);
    double items = n + z * z;
    double p = (positives + z * z / 2) / items;
    double prevalence = (p + sp - 1) / power;
    double seVariance = se * (1 - se) / (sick + 2);
    double spVariance = sp * (1 - sp) / (well + 2);
    double shift = 2 * z * z * (prevalence * seVariance - (1 - prevalence) * spVariance);
    double variance =
        p * (1 - p) / items
            + prevalence * prevalence * seVariance
            + (1 - prevalence) * (1 - prevalence) * spVariance;
    double half = z / power * Math.sqrt(variance);
    double low = Math.clamp(prevalence + shift - half, 0, 1);
    double high = Math.clamp(prevalence + shift + half, 0, 1);
    Interval rate = Wilson.interval(positives, n, confidence);
    return Optional.of(
        new Interval(
            estimate,
            Math.min(low, uncut > 1 ? rate.low() : estimate),
            Math.max(high, uncut < 0 ? rate.high() : estimate),
            n));
  }
}
