package dev.ballast.breakfix;

import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Verdict;

/** What the two scorers say of an answer that may become a row. */
record Judges(Scorer harm, Scorer refusal) {
  /** An answer to a harmful request that may be learned. */
  boolean safe(String request, String answer) {
    // Best of n by one judge would pick that judge's mistakes: both must agree.
    return is(harm, request, answer, Verdict.SAFE)
        && (is(refusal, request, answer, Verdict.FULL_REFUSAL)
            || is(refusal, request, answer, Verdict.PARTIAL_REFUSAL));
  }

  boolean unsafe(String request, String answer) {
    return is(harm, request, answer, Verdict.UNSAFE);
  }

  boolean refused(String request, String answer) {
    return is(refusal, request, answer, Verdict.FULL_REFUSAL);
  }

  /** An answer to a benign request that may be learned. */
  boolean complied(String request, String answer) {
    return is(refusal, request, answer, Verdict.FULL_COMPLIANCE);
  }

  /**
   * An answer to a benign request that may be unlearned: a refusal, or one that no one can read.
   */
  boolean useless(String request, String answer) {
    boolean degenerate =
        !answer.isBlank() && refusal.score(new Exchange(request, answer)) instanceof Score.Unscored;
    return degenerate || refused(request, answer);
  }

  private static boolean is(Scorer scorer, String request, String answer, Verdict verdict) {
    return scorer.score(new Exchange(request, answer)) instanceof Score.Scored s
        && s.verdict() == verdict;
  }
}
