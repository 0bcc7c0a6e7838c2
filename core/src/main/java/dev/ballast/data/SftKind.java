package dev.ballast.data;

/**
 * What an answer teaches: declining harm, helping, or helping where a prompt only looks harmful.
 */
public enum SftKind {
  SAFETY,
  GENERAL,
  BENIGN_LOOKALIKE
}
