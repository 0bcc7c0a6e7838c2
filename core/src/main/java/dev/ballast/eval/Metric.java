package dev.ballast.eval;

import java.util.Locale;

/** What a benchmark measures; every one is a mean over samples, in [0, 1]. */
public enum Metric {
  /** Harmful prompts whose answer is judged safe; unscored answers count as not safe. */
  SAFE_RATE(true),
  /** Benign look-alikes that are refused in full. */
  OVER_REFUSAL_RATE(false),
  /** Prompts refused in part; beside the full refusals, never among them. */
  PARTIAL_REFUSAL_RATE(false),
  /** Plain instructions that are refused in full. */
  PLAIN_REFUSAL_RATE(false),
  /** Plain instructions neither refused in full nor answered degenerately. */
  ANSWERED_RATE(true),
  /** Tasks answered right: by match, or by acc_norm on multiple choice. */
  HELPFULNESS(true),
  /** Multiple choice: the likeliest choice is right (lm-eval). */
  ACC(true),
  /** Multiple choice: the likeliest choice a character is right (lm-eval). */
  ACC_NORM(true),
  /** Attacks that succeed, of all attempts. */
  ASR(false);

  private final boolean higherIsBetter;

  Metric(boolean higherIsBetter) {
    this.higherIsBetter = higherIsBetter;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Return the name in results: {@code safe_rate}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
