package dev.ballast.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts over plain text, in quarter nats: how letters follow letters, and how much more often than
 * by chance one kind of word follows another.
 *
 * <p>Kinds are the function words themselves and the endings of all others.
 */
record TextModel(byte[] letters, byte[] kinds) {
  static final int LETTERS = 27;
  static final int UNIT = 4;

  /** Nats per letter under which a word is odd; a fitted word has 2 to 3. */
  private static final double ODD = 4.1;

  private static final double SHUFFLED = -0.2;

  /** Short texts stray further from the mean. */
  private static final double SPREAD = 6;

  private static final Map<String, Integer> KINDS = kindNumbers();
  private static final List<String> ENDINGS =
      List.of(
          "ing", "ed", "ly", "tion", "ment", "ness", "ity", "ous", "ive", "able", "al", "er", "s");

  static int kindCount() {
    return KINDS.size() + ENDINGS.size() + 3;
  }

  /** Tell whether the letters of a lower-case word hardly ever follow each other. */
  boolean odd(String word) {
    double surprise = 0;
    int before = 0;
    for (int i = 0; i <= word.length(); i++) {
      int letter = i < word.length() ? letter(word.charAt(i)) : 0;
      surprise += letters[before * LETTERS + letter];
      before = before % LETTERS * LETTERS + letter;
    }
    return surprise / UNIT / (word.length() + 1) > ODD;
  }

  /** Tell whether words follow each other no better than by chance. */
  boolean shuffled(List<String> words) {
    return affinity(words) < SHUFFLED - SPREAD / words.size();
  }

  /** Return the mean log-ratio of how often words' kinds stand side by side to chance, in nats. */
  double affinity(List<String> words) {
    double sum = 0;
    int n = 0;
    for (int i = 1; i < words.size(); i++) {
      sum += kinds[kind(words.get(i - 1)) * kindCount() + kind(words.get(i))];
      n++;
    }
    return sum / UNIT / n;
  }

  static int letter(char c) {
    return c >= 'a' && c <= 'z' ? c - 'a' + 1 : 0;
  }

  /** Return the kind of a token: function word, ending, other word, number, mark. */
  static int kind(String token) {
    Integer function = KINDS.get(token);
    if (function != null) {
      return function;
    }
    int base = KINDS.size();
    if (!Words.isWord(token)) {
      return base + (token.equals("#") ? 0 : 1);
    }
    for (int i = 0; i < ENDINGS.size(); i++) {
      if (token.length() > 3 && token.endsWith(ENDINGS.get(i))) {
        return base + 3 + i;
      }
    }
    return base + 2;
  }

  private static Map<String, Integer> kindNumbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String word : Words.FUNCTION.stream().sorted().toList()) {
      numbers.put(word, numbers.size());
    }
    return numbers;
  }
}
