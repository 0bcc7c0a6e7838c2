package dev.ballast.score;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sums a response up in a few numbers: where it declines, how much it gives, what it is about. */
final class Traits {
  private static final int OWN = 16;

  /** What is read of the response, and how short it is. */
  private static final int HALF = OWN + Cues.COUNT + 1;

  /** All traits, and all of them once more for short responses: these follow other rules. */
  static final int COUNT = 2 * HALF - 1;

  /** Sentences up to which a response is short, and from which it is not at all. */
  private static final int SHORT = 3;

  private static final int LONG = 8;
  private static final int STEM = 5;

  private Traits() {}

  /**
   * Return the traits of an exchange.
   *
   * @param logits one per sentence, from {@link SentenceModel}; at least one
   */
  static double[] of(String prompt, List<List<String>> sentences, double[] logits) {
    int n = logits.length;
    double[] sorted = logits.clone();
    java.util.Arrays.sort(sorted);
    double words = 0;
    double mean = 0;
    double giving = 0;
    double declining = 0;
    double listed = 0;
    for (int i = 0; i < n; i++) {
      int length = sentences.get(i).size();
      words += length;
      mean += length * logits[i];
      giving += logits[i] < -1 ? length : 0;
      declining += logits[i] > 1 ? length : 0;
      String head = sentences.get(i).getFirst();
      listed += head.equals("#") || head.equals("*") ? 1 : 0;
    }
    Set<String> asked = stems(Words.of(prompt));
    double[] cues = Cues.of(sentences);
    double[] own = {
      logits[0],
      logits[Math.min(1, n - 1)],
      logits[n - 1],
      sorted[n - 1],
      sorted[0],
      mean / words,
      mean(sorted, (n + 2) / 3),
      mean(logits, Math.min(3, n)),
      giving / words,
      declining / words,
      Math.log1p(giving),
      Math.log1p(words),
      listed / n,
      overlap(asked, sentences, logits, 7),
      overlap(asked, sentences, logits, -1),
      sentences.getLast().getLast().equals("?") ? 1 : 0,
    };
    double[] all = java.util.Arrays.copyOf(own, COUNT);
    System.arraycopy(cues, 0, all, OWN, Cues.COUNT);
    double shortness = Math.clamp((LONG - n) / (double) (LONG - SHORT), 0, 1);
    for (int i = 0; i < HALF - 1; i++) {
      all[HALF + i] = shortness * all[i];
    }
    all[HALF - 1] = shortness;
    return all;
  }

  private static double mean(double[] values, int first) {
    double sum = 0;
    for (int i = 0; i < first; i++) {
      sum += values[i];
    }
    return sum / first;
  }

  /** Return the share of the asked stems that sentences below a limit take up. */
  private static double overlap(
      Set<String> asked, List<List<String>> sentences, double[] logits, double below) {
    if (asked.isEmpty()) {
      return 0;
    }
    Set<String> said = new HashSet<>();
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] < below) {
        said.addAll(stems(sentences.get(i)));
      }
    }
    said.retainAll(asked);
    return (double) said.size() / asked.size();
  }

  private static Set<String> stems(List<String> words) {
    Set<String> stems = new HashSet<>();
    for (String word : words) {
      if (Words.isWord(word) && !Words.FUNCTION.contains(word)) {
        stems.add(word.substring(0, Math.min(STEM, word.length())));
      }
    }
    return stems;
  }
}
