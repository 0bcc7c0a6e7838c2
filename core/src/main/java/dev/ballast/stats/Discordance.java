package dev.ballast.stats;

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
}
