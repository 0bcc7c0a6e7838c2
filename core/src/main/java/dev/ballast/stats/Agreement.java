package dev.ballast.stats;

import java.util.Optional;

/**
 * How a yes/no scorer agrees with labels; rates come with Wilson intervals.
 *
 * <p>A rate is empty when no item decides it, such as sensitivity without a positive label.
 */
public record Agreement(
    int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
  public Agreement {
    boolean counts =
        truePositives >= 0 && falsePositives >= 0 && trueNegatives >= 0 && falseNegatives >= 0;
    Checks.that(counts, "counts of an agreement must be >= 0");
  }

  /** Count a scorer's answers against the labels of the same items. */
  public static Agreement of(boolean[] label, boolean[] said) {
    Discordance wrong = Discordance.of(label, said);
    int positives = 0;
    for (boolean positive : label) {
      positives += positive ? 1 : 0;
    }
    return new Agreement(
        positives - wrong.lost(),
        wrong.gained(),
        label.length - positives - wrong.gained(),
        wrong.lost());
  }

  public int n() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  /** Return the share of positive labels that were found (recall). */
  public Optional<Interval> sensitivity(double confidence) {
    return rate(truePositives, truePositives + falseNegatives, confidence);
  }

  /** Return the share of negative labels that were left alone. */
  public Optional<Interval> specificity(double confidence) {
    return rate(trueNegatives, trueNegatives + falsePositives, confidence);
  }

  /** Return the share of yes answers that were right. */
  public Optional<Interval> precision(double confidence) {
    return rate(truePositives, truePositives + falsePositives, confidence);
  }

  public Optional<Interval> accuracy(double confidence) {
    return rate(truePositives + trueNegatives, n(), confidence);
  }

  /** Return Cohen's kappa; empty when there is no item or only one answer. */
  public Optional<Interval> kappa(double confidence) {
    int[][] confusion = {{trueNegatives, falsePositives}, {falseNegatives, truePositives}};
    return n() == 0 ? Optional.empty() : Kappa.cohen(confusion, confidence);
  }

  private static Optional<Interval> rate(int successes, int n, double confidence) {
    return n == 0 ? Optional.empty() : Optional.of(Wilson.interval(successes, n, confidence));
  }
}
