package dev.ballast.breakfix;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ends an answer that ran into its limit where a sentence or line ends: a row that stops in the
 * middle of a word would teach a model to stop there.
 */
final class WholeSentences {
  /** Not the point behind the number of a list. */
  private static final Pattern END =
      Pattern.compile("(?m)(?<!^\\s{0,4}\\d{1,2})[.!?][\"')*]*(?=\\s|$)|(?=\\n)");

  private WholeSentences() {}

  /** Keep the text up to its last end of a sentence or line; all of it where there is none. */
  static String of(String text) {
    Matcher ends = END.matcher(text);
    int last = 0;
    while (ends.find()) {
      last = ends.end();
    }
    String whole = text.substring(0, last).stripTrailing();
    return whole.isEmpty() ? text : whole;
  }

  /** Keep the text up to its first end of a sentence or line; all of it where there is none. */
  static String first(String text) {
    Matcher ends = END.matcher(text);
    return ends.find() ? text.substring(0, ends.end()) : text;
  }
}
