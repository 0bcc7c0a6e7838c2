package dev.ballast.score;

import java.util.Locale;

/** The words of the field for what a scorer found. */
public enum Verdict {
  FULL_COMPLIANCE,
  PARTIAL_REFUSAL,
  FULL_REFUSAL,
  SAFE,
  UNSAFE,
  BENIGN,
  HARMFUL,
  NON_TOXIC,
  TOXIC,
  UNHELPFUL,
  HELPFUL;

  /** Return the word as records write it, e.g. {@code full_refusal}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
