package dev.ballast.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * How many pairs changed, and which way.
 *
 * @param gained false before, true after
 * @param lost true before, false after
 * @param n all pairs
 */
public record Discordance(int gained, int lost, int n) {
  /** Count two outcomes of the same items in the same order. */
  public static Discordance of(boolean[] before, boolean[] after) {
    Paired.sameItems(before.length, after.length);
    int gained = 0;
    int lost = 0;
    for (int i = 0; i < before.length; i++) {
      gained += !before[i] && after[i] ? 1 : 0;
      lost += before[i] && !after[i] ? 1 : 0;
    }
    return new Discordance(gained, lost, before.length);
  }

  /** Count outcomes that are written as 0 and 1; empty where another number is among them. */
  public static Optional<Discordance> of(double[] before, double[] after) {
    return binary(before) && binary(after)
        ? Optional.of(of(flags(before), flags(after)))
        : Optional.empty();
  }

  private static boolean binary(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
  }

  private static boolean[] flags(double[] values) {
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = values[i] == 1;
    }
    return flags;
  }
}
