package dev.ballast.train;

import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import java.util.Arrays;
import java.util.List;

/**
 * A row to learn by heart.
 *
 * @param ids all tokens
 * @param promptLength leading tokens without loss; the very first token never has one
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
public record EncodedRow(String id, int[] ids, int promptLength) {
  public EncodedRow {
    if (promptLength < 0 || promptLength > ids.length) {
      throw new IllegalArgumentException(
          "promptLength must be in [0, " + ids.length + "], was " + promptLength);
    }
  }

  /** Pack rows for a model, a beginning that all share once where the model allows it. */
  static PackedTokens pack(List<EncodedRow> rows, ModelConfig model) {
    int prompts = rows.stream().mapToInt(EncodedRow::learnedFrom).min().orElseThrow();
    return PackedTokens.sharing(
        rows.stream().map(EncodedRow::ids).toList(), prompts, model::mayShare);
  }

  /** Return this with at most so many tokens of its completion; itself where it has no more. */
  EncodedRow first(int completion) {
    return ids.length - promptLength <= completion
        ? this
        : new EncodedRow(id, Arrays.copyOf(ids, promptLength + completion), promptLength);
  }

  /** Return the index of the first token with a loss. */
  int learnedFrom() {
    return Math.max(1, promptLength);
  }

  /** Return how many tokens have a loss. */
  int learned() {
    return Math.max(0, ids.length - learnedFrom());
  }
}
