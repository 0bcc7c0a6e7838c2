package dev.ballast.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Spells keys and finds the one that was meant. */
public final class Names {
  private static final int FARTHEST = 3;

  private Names() {}

  /** Return {@code perDeviceBatch} as {@code per_device_batch}; a digit starts no word. */
  static String snake(String camel) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append('_');
      }
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /** Return an enum constant's word: {@code FORWARD_KL} as {@code forward_kl}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Return "did you mean x?", or else the list of all names. */
  public static String suggestion(String given, Collection<String> names) {
    return nearest(given, names)
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "use one of " + String.join(", ", names.stream().sorted().toList()));
  }

  static Optional<String> nearest(String given, Collection<String> names) {
    int limit = Math.min(FARTHEST, given.length() - 1);
    return names.stream()
        .filter(name -> distance(given, name) <= limit)
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /**
   * Count insertions, deletions, substitutions and swaps of neighbours between two words.
   *
   * <p>Damerau 1964 and Levenshtein 1966, in the optimal string alignment form.
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cell(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cell(int[][] d, String a, String b, int i, int j) {
    int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
