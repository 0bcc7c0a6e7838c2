package dev.ballast.generate;

/**
 * How much is decoded at once.
 *
 * @param batchSize most rows, &ge; 1
 * @param tokenBudget most tokens of all rows together, prompts and answers; prompts computed ahead
 *     are bounded by the same number once more; a single row may exceed it
 */
public record BatchLimits(int batchSize, int tokenBudget) {
  public BatchLimits {
    if (batchSize < 1 || tokenBudget < 1) {
      throw new IllegalArgumentException(
          "batch_size and token budget must be >= 1, was " + batchSize + ", " + tokenBudget);
    }
  }

  public static BatchLimits standard() {
    return new BatchLimits(16, 16_384);
  }
}
