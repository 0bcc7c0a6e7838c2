package dev.ballast.stats;

import java.util.Arrays;
import java.util.Optional;

/** Agreement of two raters beyond chance. */
public final class Kappa {
  private Kappa() {}

  /**
   * Return Cohen's kappa with its large-sample interval, cut to [-1, 1].
   *
   * <p>Cohen 1960; standard error of Fleiss, Cohen and Everitt 1969, equation 13 (the one that does
   * not assume kappa = 0). Empty when both raters used one and the same category: no chance to
   * disagree, so kappa has no value.
   *
   * @param confusion square, counts &ge; 0, at least one; first index the first rater's category
   * @param confidence in (0, 1)
   */
  public static Optional<Interval> cohen(int[][] confusion, double confidence) {
    int n = total(confusion);
    double[] rows = new double[confusion.length];
    double[] columns = new double[confusion.length];
    double observed = 0;
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        double share = (double) confusion[i][j] / n;
        rows[i] += share;
        columns[j] += share;
        observed += i == j ? share : 0;
      }
    }
    double chance = 0;
    for (int i = 0; i < rows.length; i++) {
      chance += rows[i] * columns[i];
    }
    if (oneCategory(rows, columns)) {
      return Optional.empty();
    }
    double kappa = (observed - chance) / (1 - chance);
    double variance =
        spread(confusion, n, rows, columns, kappa) - square(kappa - chance * (1 - kappa));
    double error = Math.sqrt(Math.max(0, variance) / n) / (1 - chance);
    double half = Checks.z(confidence) * error;
    double low = Math.max(-1, kappa - half);
    return Optional.of(new Interval(kappa, low, Math.min(1, kappa + half), n));
  }

  /** Return the kappa of two yes/no raters over the same items. */
  public static Optional<Interval> cohen(boolean[] first, boolean[] second, double confidence) {
    Paired.sameItems(first.length, second.length);
    int[][] confusion = new int[2][2];
    for (int i = 0; i < first.length; i++) {
      confusion[first[i] ? 1 : 0][second[i] ? 1 : 0]++;
    }
    return cohen(confusion, confidence);
  }

  /** Sum Fleiss, Cohen and Everitt's terms over the cells: diagonal, then off the diagonal. */
  private static double spread(
      int[][] confusion, int n, double[] rows, double[] columns, double kappa) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        double share = (double) confusion[i][j] / n;
        double diagonal = i == j ? 1 : 0;
        sum += share * square(diagonal - (columns[i] + rows[j]) * (1 - kappa));
      }
    }
    return sum;
  }

  private static boolean oneCategory(double[] rows, double[] columns) {
    long used = 0;
    for (int i = 0; i < rows.length; i++) {
      used += rows[i] > 0 || columns[i] > 0 ? 1 : 0;
    }
    return used == 1;
  }

  private static int total(int[][] confusion) {
    for (int[] row : confusion) {
      Checks.that(row.length == confusion.length, "confusion must be square");
      Checks.that(Arrays.stream(row).allMatch(count -> count >= 0), "confusion must be >= 0");
    }
    int n = Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
    Checks.that(n > 0, "confusion must hold at least one pair");
    return n;
  }

  private static double square(double x) {
    return x * x;
  }
}
