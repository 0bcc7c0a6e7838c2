package dev.ballast.chat;

import java.util.List;

/**
 * One answer.
 *
 * @param requestId of the request
 * @param index 0 … n-1 within the request
 * @param text the answer without special tokens and stop strings
 * @param tokenIds what the model gave, the end token included; empty for a remote model
 * @param promptTokens length of the prompt in tokens; 0 where unknown
 */
public record Completion(
    String requestId, int index, String text, List<Integer> tokenIds, int promptTokens, Stop stop) {
  public Completion {
    tokenIds = List.copyOf(tokenIds);
  }
}
