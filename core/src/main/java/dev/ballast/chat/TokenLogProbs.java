package dev.ballast.chat;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Log-probs of one row (natural log).
 *
 * @param tokenIds (tokens) prompt and completion
 * @param logProbs (tokens) of each token of the completion given those before it; NaN elsewhere
 * @param mask (tokens) 1 where the token belongs to the completion
 * @param greedy whether each token of the completion is the likeliest in its place
 */
@SuppressWarnings("ArrayRecordComponent") // tens of thousands of numbers, never compared
public record TokenLogProbs(
    String id, int[] tokenIds, double[] logProbs, int[] mask, boolean greedy) {
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
