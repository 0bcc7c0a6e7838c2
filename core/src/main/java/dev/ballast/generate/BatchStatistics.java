package dev.ballast.generate;

import java.util.Locale;

/**
 * What a call to a model took.
 *
 * @param promptTokens of prompts computed; a prompt with several answers counts once
 * @param promptSeconds it took to compute them
 * @param generatedTokens of all answers, end tokens included
 * @param decodeSeconds all the rest of the time
 */
public record BatchStatistics(
    long promptTokens, double promptSeconds, long generatedTokens, double decodeSeconds) {
  static BatchStatistics none() {
    return new BatchStatistics(0, 0, 0, 0);
  }

  /** Return prompt tokens a second; 0 where none was computed. */
  public double promptRate() {
    return promptTokens == 0 ? 0 : promptTokens / promptSeconds;
  }

  /** Return generated tokens a second; 0 where there is none. */
  public double generatedRate() {
    return generatedTokens == 0 ? 0 : generatedTokens / decodeSeconds;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d prompt tokens (%.0f a second), %d generated (%.1f a second)",
        promptTokens,
        promptRate(),
        generatedTokens,
        generatedRate());
  }
}
