package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into windows of some sentences, so that what stands in one place of a long text is
 * found, and a text of any length costs a bounded time: the first {@value #FIRST} windows and the
 * last {@value #LAST} are read.
 */
final class Windows {
  /** Characters from which a window ends at the next end of a sentence. */
  private static final int FULL = 300;

  /** Characters of a window at most. */
  private static final int LONGEST = 600;

  private static final int FIRST = 10;
  private static final int LAST = 6;

  /** Windows of a text at most. */
  static final int MOST = FIRST + LAST;

  private Windows() {}

  /** Return the windows that hold a letter; none for a text without one. */
  static List<String> of(String text) {
    List<String> windows = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      int length = i + 1 - start;
      boolean end = length >= FULL && Sentences.ends(text, i) || length >= LONGEST;
      if (end || i + 1 == text.length()) {
        add(windows, text.substring(start, i + 1));
        start = i + 1;
      }
    }
    if (windows.size() <= MOST) {
      return windows;
    }
    List<String> kept = new ArrayList<>(windows.subList(0, FIRST));
    kept.addAll(windows.subList(windows.size() - LAST, windows.size()));
    return kept;
  }

  /** Tell whether a text has no window. */
  static boolean none(String text) {
    return text.chars().noneMatch(Character::isLetter);
  }

  private static void add(List<String> windows, String text) {
    if (!none(text)) {
      windows.add(text.strip());
    }
  }
}
