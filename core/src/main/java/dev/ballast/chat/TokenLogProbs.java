package dev.ballast.chat;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Log-probs of one row (natural log).
 *
 * @param tokenIds (tokens) prompt and completion
 * @param logProbs (tokens) of each token given those before it; NaN at position 0
 * @param mask (tokens) 1 where the token belongs to the completion
 */
@SuppressWarnings("ArrayRecordComponent") // tens of thousands of numbers, never compared
public record TokenLogProbs(String id, int[] tokenIds, double[] logProbs, int[] mask) {
  /** Return the sum over the mask, in nats. */
  public double sum() {
    return IntStream.range(0, mask.length)
        .filter(i -> mask[i] == 1)
        .mapToDouble(i -> logProbs[i])
        .sum();
  }

  /** Return the number of tokens under the mask. */
  public int count() {
    return Arrays.stream(mask).sum();
  }

  /** Return the mean over the mask, in nats a token. */
  public double mean() {
    return sum() / count();
  }
}
