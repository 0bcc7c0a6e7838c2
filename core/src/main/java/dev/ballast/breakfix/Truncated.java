package dev.ballast.breakfix;

import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks an answer off, as a model does that has unlearned to finish. */
final class Truncated {
  private Truncated() {}

  /** Keep between a fifth and three fifths of the words, one at least. */
  static String of(String answer, RandomGenerator random) {
    List<String> words = List.of(answer.strip().split("(?<=\\s)(?=\\S)"));
    double share = random.nextDouble(0.2, 0.6);
    int kept = Math.max(1, (int) (words.size() * share));
    return String.join("", words.subList(0, kept)).strip();
  }
}
