package dev.ballast.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text as lm-eval's rolling log-likelihood does (0.4, {@code context_len} 1): windows
 * that fill the context, each token scored once; the last window reaches back as far as the context
 * allows.
 */
final class Windows {
  private Windows() {}

  /**
   * A window.
   *
   * @param start first token that is read
   * @param scored first token that is scored, &gt; start
   * @param end after the last token that is scored, which is not read
   */
  record Window(int start, int scored, int end) {
    /** Return the number of tokens that are read. */
    int length() {
      return end - 1 - start;
    }
  }

  /**
   * Cut a text of which all but the first token are scored.
   *
   * @param length tokens, &ge; 2
   * @param context most tokens that are read at once, &ge; 1
   */
  static List<Window> of(int length, int context) {
    List<Window> windows = new ArrayList<>();
    int done = 1;
    while (done < length) {
      int end = (int) Math.min((long) done + context, length);
      windows.add(new Window(Math.max(0, end - 1 - context), done, end));
      done = end;
    }
    return windows;
  }
}
