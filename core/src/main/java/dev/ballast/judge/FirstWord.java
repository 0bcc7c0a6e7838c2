package dev.ballast.judge;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word that an answer begins with, in lower case, without quotes or markup around it; a word
 * counts when the answer's end, a line's end or punctuation follows it.
 *
 * @param word lower case
 * @param rest of the first line after the word and its punctuation, stripped
 * @param below the lines after the first
 * @param closed whether something after the word shows that it is whole
 */
record FirstWord(String word, String rest, String below, boolean closed) {
  private static final Pattern FORM =
      Pattern.compile(
          "[\\s\"'`*]*(\\p{Alpha}+)([\"'`*]*)([.,:;!]*)([\"'`*]*)([^\\n]*)(.*)", Pattern.DOTALL);

  /** Read it; empty where the answer begins otherwise, as with a sentence. */
  static Optional<FirstWord> of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String line = form.group(5);
    boolean ended = line.isBlank() || (!form.group(3).isEmpty() && line.startsWith(" "));
    if (!ended) {
      return Optional.empty();
    }
    boolean closed = form.end(1) < text.length();
    return Optional.of(
        new FirstWord(
            form.group(1).toLowerCase(Locale.ROOT), line.strip(), form.group(6).strip(), closed));
  }

  /**
   * Tell whether what follows at once takes the word back: {@code Yes. No.} or {@code Yes, or no}.
   */
  boolean takenBackBy(String other) {
    String next = (rest.isEmpty() ? below : rest).toLowerCase(Locale.ROOT);
    return Pattern.compile(
            "[\\s\"'`*]*(?:(?:and|or|but)\\s+)?" + other + "(?:[^\\p{Alpha}].*)?", Pattern.DOTALL)
        .matcher(next)
        .matches();
  }
}
