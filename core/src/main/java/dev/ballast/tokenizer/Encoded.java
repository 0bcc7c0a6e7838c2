package dev.ballast.tokenizer;

/**
 * A prompt and its completion as tokens.
 *
 * @param tokenIds prompt first, completion after it
 * @param promptLength number of tokens of the prompt: the first index of the completion
 */
public record Encoded(int[] tokenIds, int promptLength) {
  public int completionLength() {
    return tokenIds.length - promptLength;
  }
}
