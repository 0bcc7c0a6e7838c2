package dev.ballast.score;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tells text from noise: broken characters, letter sequences that no English word has, and word
 * sequences that no English sentence has.
 *
 * <p>The last two compare with counts of letters and of word classes in plain text ({@link
 * TextModel}) and look only at text in Latin script.
 */
final class Gibberish {
  private static final double BROKEN = 0.02;
  private static final double UNLIKELY_LETTERS = 0.35;
  private static final int FEW_WORDS = 4;
  private static final int SENTENCE_WORDS = 20;

  private final TextModel plain;

  Gibberish(TextModel plain) {
    this.plain = plain;
  }

  /**
   * Tell whether a text is noise.
   *
   * @param request what it answers: a name, a code or a foreign word that stands there may be said
   */
  boolean in(String text, String request) {
    return broken(text) || unlikely(text, Words.of(request));
  }

  private static boolean broken(String text) {
    long bad =
        text.codePoints()
            .filter(c -> c == 0xFFFD || Character.isISOControl(c) && !Character.isWhitespace(c))
            .count();
    return bad >= 2 && bad > BROKEN * text.length() || unpaired(text);
  }

  private static boolean unpaired(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private boolean unlikely(String text, List<String> request) {
    List<String> words = Words.of(text);
    List<String> latin = words.stream().filter(Gibberish::latin).toList();
    long letters = words.stream().filter(Words::isWord).count();
    if (latin.isEmpty() || 2L * latin.size() < letters) {
      return false;
    }
    Set<String> asked = Set.copyOf(request);
    long odd =
        latin.stream().filter(w -> w.length() > 3 && plain.odd(w) && !asked.contains(w)).count();
    long judged = latin.stream().filter(w -> w.length() > 3).count();
    if (judged >= FEW_WORDS && odd > UNLIKELY_LETTERS * judged) {
      return true;
    }
    return latin.size() >= SENTENCE_WORDS && !quotes(words, request) && plain.shuffled(words);
  }

  /** Tell whether half of the neighbours in a text are neighbours in the request, as in a title. */
  private static boolean quotes(List<String> words, List<String> request) {
    Set<List<String>> neighbours = Set.copyOf(pairs(request));
    List<List<String>> said = pairs(words);
    return 2 * said.stream().filter(neighbours::contains).count() >= said.size();
  }

  private static List<List<String>> pairs(List<String> words) {
    return IntStream.range(1, words.size()).mapToObj(i -> words.subList(i - 1, i + 1)).toList();
  }

  private static boolean latin(String word) {
    return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }
}
