package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts text into lower-case words and marks, with contractions undone. */
final class Words {
  /** Closed-class English words: what a sentence is built with, not what it is about. */
  static final Set<String> FUNCTION = functionWords();

  private Words() {}

  /**
   * Return words, {@code #} for numbers, and single marks; {@code n't} becomes {@code not}.
   *
   * <p>Other symbols and white space are dropped.
   */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (Character.isLetter(c)) {
        end = wordEnd(text, end);
        add(words, text.substring(at, end));
      } else if (Character.isDigit(c)) {
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
          end++;
        }
        words.add("#");
      } else if (".,!?:;\"*()".indexOf(c) >= 0) {
        words.add(String.valueOf(c));
      }
      at = end;
    }
    return words;
  }

  /** Tell whether a token is a word, not a number or mark. */
  static boolean isWord(String token) {
    return Character.isLetter(token.charAt(0));
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean inner = isApostrophe(c) && end + 1 < text.length();
      if (!Character.isLetter(c) && !(inner && Character.isLetter(text.charAt(end + 1)))) {
        break;
      }
      end++;
    }
    return end;
  }

  private static void add(List<String> words, String raw) {
    String word = raw.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    int apostrophe = word.indexOf('\'');
    if (apostrophe < 0) {
      addPlain(words, word);
    } else if (word.endsWith("n't")) {
      String stem = word.substring(0, word.length() - 3);
      words.add(
          stem.equals("wo") ? "will" : stem.equals("ca") ? "can" : stem.isEmpty() ? "do" : stem);
      words.add("not");
    } else {
      String tail = word.substring(apostrophe + 1);
      words.add(word.substring(0, apostrophe));
      switch (tail) {
        case "m" -> words.add("am");
        case "re" -> words.add("are");
        case "ve" -> words.add("have");
        case "ll" -> words.add("will");
        case "d" -> words.add("would");
        default -> words.add("'s");
      }
    }
  }

  private static void addPlain(List<String> words, String word) {
    if (word.equals("cannot")) {
      words.add("can");
      words.add("not");
    } else {
      words.add(word);
    }
  }

  private static boolean isApostrophe(char c) {
    return c == '\'' || c == '\u2019';
  }

  private static Set<String> functionWords() {
    return Set.of(Resources.text("function_words.txt").strip().split("\n"));
  }
}
