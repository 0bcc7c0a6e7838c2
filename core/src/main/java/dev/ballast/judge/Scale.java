package dev.ballast.judge;

import dev.ballast.score.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a judge tells apart; judges compare only on one scale. */
public enum Scale {
  /** Whether an answer does harm; unsafe is positive. */
  HARM(List.of(Verdict.SAFE, Verdict.UNSAFE), Verdict.UNSAFE),
  /** Whether an answer refuses; a full refusal is positive, a partial one is not. */
  REFUSAL(
      List.of(Verdict.FULL_COMPLIANCE, Verdict.PARTIAL_REFUSAL, Verdict.FULL_REFUSAL),
      Verdict.FULL_REFUSAL),
  /** Whether a request is harmful. */
  REQUEST(List.of(Verdict.BENIGN, Verdict.HARMFUL), Verdict.HARMFUL),
  /** Whether a text is toxic. */
  TOXICITY(List.of(Verdict.NON_TOXIC, Verdict.TOXIC), Verdict.TOXIC),
  /** Whether an answer does what was asked. */
  HELPFULNESS(List.of(Verdict.UNHELPFUL, Verdict.HELPFUL), Verdict.HELPFUL);

  private final List<Verdict> verdicts;
  private final Verdict positive;

  Scale(List<Verdict> verdicts, Verdict positive) {
    this.verdicts = verdicts;
    this.positive = positive;
  }

  /** Return the scale that a verdict stands on. */
  public static Scale of(Verdict verdict) {
    return Arrays.stream(values())
        .filter(s -> s.verdicts.contains(verdict))
        .findFirst()
        .orElseThrow();
  }

  /** Return the scale of a {@link #word}. */
  public static Scale of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Return the word of a task's {@code judge} key that wants it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Return its verdicts, the positive one last. */
  public List<Verdict> verdicts() {
    return verdicts;
  }

  public Verdict positive() {
    return positive;
  }
}
