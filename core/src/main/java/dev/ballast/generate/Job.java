package dev.ballast.generate;

import dev.ballast.chat.Sampling;

/**
 * One answer to make.
 *
 * @param request index of the request, for the caller
 * @param answer 0 … n-1 within the request
 * @param prompt tokens, at least one and fewer than the model's context
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record Job(int request, int answer, int[] prompt, Sampling sampling) {
  /** Return the most tokens that prompt and answer may come to. */
  long mostTokens() {
    return (long) prompt.length + sampling.maxNewTokens();
  }
}
