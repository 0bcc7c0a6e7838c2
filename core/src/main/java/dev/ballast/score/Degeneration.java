package dev.ballast.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds answers that are no answers: empty, looping, gibberish. */
public final class Degeneration {
  /** The words of {@link Score.Unscored}. */
  public static final String EMPTY = "empty";

  public static final String LOOPING = "looping";
  public static final String GIBBERISH = "gibberish";

  /** A unit repeated in a row this often, over this many words, is a loop. */
  private static final int REPEATS = 4;

  private static final int LOOP_WORDS = 12;
  private static final int LONGEST_UNIT = 40;

  /** Share of repeated 4-grams from which a long text runs in circles. */
  private static final double REPEATED = 0.55;

  private static final int CIRCLE_WORDS = 40;

  private final Gibberish gibberish;

  Degeneration(TextModel plain) {
    this.gibberish = new Gibberish(plain);
  }

  /** Return the detector with the shipped counts of plain text. */
  public static Degeneration shipped() {
    return new Degeneration(ScoringModel.shipped().plain());
  }

  /** Return what is wrong with a text by itself, if anything. */
  public Optional<String> found(String text) {
    return found(new Exchange("", text));
  }

  /** Return what is wrong with an answer, if anything. */
  public Optional<String> found(Exchange exchange) {
    String text = exchange.response();
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return Optional.of(EMPTY);
    }
    if (loops(text)) {
      return Optional.of(LOOPING);
    }
    return gibberish.in(text, exchange.prompt()) ? Optional.of(GIBBERISH) : Optional.empty();
  }

  private static boolean loops(String text) {
    List<String> words = units(text);
    return runs(words) || circles(words) || stutters(text);
  }

  /** Find a unit of 1 to 40 words that stands in a row, over a third of the text at least. */
  private static boolean runs(List<String> words) {
    int n = words.size();
    for (int unit = 1; unit <= Math.min(LONGEST_UNIT, n / 3); unit++) {
      int same = 0;
      for (int i = unit; i < n; i++) {
        same = words.get(i).equals(words.get(i - unit)) ? same + 1 : 0;
        int covered = same + unit;
        if (covered >= REPEATS * unit && covered >= LOOP_WORDS && 3 * covered >= n) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean circles(List<String> words) {
    int grams = words.size() - 3;
    if (words.size() < CIRCLE_WORDS) {
      return false;
    }
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i < grams; i++) {
      counts.merge(words.subList(i, i + 4), 1, Integer::sum);
    }
    return 1 - (double) counts.size() / grams > REPEATED;
  }

  /** Find one to four characters repeated to fill 40 or more and half of the text. */
  private static boolean stutters(String text) {
    String dense = text.replaceAll("\\s+", "");
    for (int unit = 1; unit <= 4; unit++) {
      int same = 0;
      for (int i = unit; i < dense.length(); i++) {
        boolean repeats = dense.charAt(i) == dense.charAt(i - unit);
        same = repeats && Character.isLetterOrDigit(dense.charAt(i)) ? same + 1 : 0;
        if (same >= 40 && 2 * same >= dense.length()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Cut into words in lower case; numbers stay themselves, so a counted list is no loop. */
  private static List<String> units(String text) {
    List<String> units = new ArrayList<>();
    for (String unit : text.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}\\p{M}]+")) {
      if (!unit.isEmpty()) {
        units.add(unit);
      }
    }
    return units;
  }
}
