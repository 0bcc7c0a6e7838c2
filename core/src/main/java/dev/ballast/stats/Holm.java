package dev.ballast.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Many comparisons at once. */
public final class Holm {
  private Holm() {}

  /**
   * Return adjusted p-values in the given order; compare each with the level of the whole family.
   *
   * <p>Holm 1979, Scand. J. Statist. 6:65-70: step-down Bonferroni, valid under any dependence.
   *
   * @param pValues each in [0, 1]
   */
  public static double[] adjust(double[] pValues) {
    Checks.that(
        Arrays.stream(pValues).allMatch(p -> p >= 0 && p <= 1), "p-values must be in [0, 1]");
    int[] order =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      double stepped = Math.min(1, (order.length - rank) * pValues[order[rank]]);
      largest = Math.max(largest, stepped);
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}
