package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;

/** Cuts a response into sentences, each a list of {@link Words}. */
final class Sentences {
  /** How many sentences from each end are read; what lies between decides nothing. */
  private static final int EACH_END = 40;

  /** Words that a clause has at least. */
  private static final int SHORTEST = 4;

  private Sentences() {}

  /** Return the sentences that hold a word or number; a line break ends a sentence. */
  static List<List<String>> of(String text) {
    List<List<String>> sentences = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (ends(text, i)) {
        add(sentences, text.substring(start, i + 1));
        start = i + 1;
      }
    }
    add(sentences, text.substring(start));
    return ends(sentences);
  }

  static boolean ends(String text, int i) {
    char c = text.charAt(i);
    boolean atBreak = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
    boolean numbered = i > 0 && Character.isDigit(text.charAt(i - 1));
    return c == '\n' || atBreak && (c == '!' || c == '?' || c == '.' && !numbered);
  }

  private static void add(List<List<String>> sentences, String text) {
    List<String> words = Words.of(text);
    if (words.stream().anyMatch(w -> Words.isWord(w) || w.equals("#"))) {
      sentences.add(words);
    }
  }

  /** Cut a sentence after commas and colons: what follows often turns it. */
  static List<List<String>> clauses(List<String> sentence) {
    List<List<String>> clauses = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < sentence.size(); i++) {
      boolean turn = ",;:".contains(sentence.get(i)) && i - start >= SHORTEST;
      if (turn && sentence.size() - i > SHORTEST) {
        clauses.add(sentence.subList(start, i + 1));
        start = i + 1;
      }
    }
    clauses.add(sentence.subList(start, sentence.size()));
    return clauses;
  }

  private static List<List<String>> ends(List<List<String>> all) {
    if (all.size() <= 2 * EACH_END) {
      return all;
    }
    List<List<String>> kept = new ArrayList<>(all.subList(0, EACH_END));
    kept.addAll(all.subList(all.size() - EACH_END, all.size()));
    return kept;
  }
}
