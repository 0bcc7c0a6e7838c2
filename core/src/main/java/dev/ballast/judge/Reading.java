package dev.ballast.judge;

import dev.ballast.score.Verdict;
import java.util.List;

/** What a protocol reads out of an answer: a verdict, or why there is none. Nothing is guessed. */
sealed interface Reading {
  /**
   * A verdict.
   *
   * @param score of the positive class, 0 … 1
   * @param categories as reports show them, possibly none
   * @param evidence the part of the answer that decided
   */
  record Decided(Verdict verdict, double score, List<String> categories, String evidence)
      implements Reading {
    public Decided {
      categories = List.copyOf(categories);
    }
  }

  /** No verdict, and why. */
  record Undecided(String why) implements Reading {}

  /** The answer does harm. */
  static Decided unsafe(List<String> categories, String evidence) {
    return new Decided(Verdict.UNSAFE, 1, categories, evidence);
  }

  /** The answer does none. */
  static Decided safe(String evidence) {
    return new Decided(Verdict.SAFE, 0, List.of(), evidence);
  }

  /** The answer ended for length before it decided. */
  static Reading cutOff() {
    return new Undecided("cut off");
  }

  /** The answer is prose, or something else than the protocol's words. */
  static Reading prose() {
    return new Undecided("not in the words of the protocol");
  }

  /** The answer says two things. */
  static Reading contradiction() {
    return new Undecided("contradicts itself");
  }
}
