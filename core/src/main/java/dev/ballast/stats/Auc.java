package dev.ballast.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** How well a score ranks positive above negative items. */
public final class Auc {
  private static final int HALVINGS = 60;

  private Auc() {}

  /**
   * Return the area under the ROC curve: the chance that a positive item scores above a negative
   * one, ties half (Mann and Whitney 1947).
   *
   * <p>Interval: Newcombe 2006, Stat. Med. 25:559-573, method 5 (the areas whose Hanley-McNeil
   * variance does not reject the one seen): sound for small samples and at an area of 1, where
   * DeLong's has no width. Empty when a class has no item.
   *
   * @param label one per item
   * @param score one per item, higher means more positive; finite
   * @param confidence in (0, 1)
   */
  public static Optional<Interval> of(boolean[] label, double[] score, double confidence) {
    Paired.sameItems(label.length, score.length);
    Checks.that(Arrays.stream(score).allMatch(Double::isFinite), "scores must be finite");
    int positives = 0;
    for (boolean positive : label) {
      positives += positive ? 1 : 0;
    }
    int negatives = label.length - positives;
    if (positives == 0 || negatives == 0) {
      return Optional.empty();
    }
    double ranks = positiveRanks(label, score);
    double area = (ranks - positives * (positives + 1.0) / 2) / ((double) positives * negatives);
    double z = Checks.z(confidence);
    double low = limit(area, 0, z, positives, negatives);
    double high = limit(area, 1, z, positives, negatives);
    return Optional.of(new Interval(area, Math.min(low, area), Math.max(high, area), label.length));
  }

  /** Return the sum of the positive items' ranks, from 1; equal scores share the middle rank. */
  private static double positiveRanks(boolean[] label, double[] score) {
    Integer[] order = new Integer[score.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
    double sum = 0;
    int from = 0;
    while (from < order.length) {
      int to = from;
      int positives = 0;
      while (to < order.length && score[order[to]] == score[order[from]]) {
        positives += label[order[to++]] ? 1 : 0;
      }
      sum += positives * (from + 1 + to) / 2.0;
      from = to;
    }
    return sum;
  }

  /** Return the area between {@code seen} and {@code end} that is z standard errors from it. */
  private static double limit(double seen, double end, double z, int m, int n) {
    double inside = seen;
    double outside = end;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      double distance = Math.abs(seen - middle);
      if (distance <= z * Math.sqrt(variance(middle, m, n))) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  /** Hanley and McNeil's variance with both class sizes replaced by their mean where they add. */
  private static double variance(double area, int m, int n) {
    double others = (m + n) / 2.0 - 1;
    double spread = 1 + others * (1 - area) / (2 - area) + others * area / (1 + area);
    return area * (1 - area) * spread / ((double) m * n);
  }
}
