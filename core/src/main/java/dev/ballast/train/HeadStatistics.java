package dev.ballast.train;

/**
 * What the output layer showed over some tokens, in sums so that parts add up.
 *
 * @param entropy of the next-token distributions, in nats
 * @param meanLogits of each token's mean over the vocabulary
 * @param top1 tokens that were the most likely ones
 */
public record HeadStatistics(double entropy, double meanLogits, long top1, long tokens) {
  public static final HeadStatistics NONE = new HeadStatistics(0, 0, 0, 0);

  public HeadStatistics plus(HeadStatistics other) {
    return new HeadStatistics(
        entropy + other.entropy,
        meanLogits + other.meanLogits,
        top1 + other.top1,
        tokens + other.tokens);
  }

  /** Return the share of a sum that falls on one token; 0 where there are no tokens. */
  public double perToken(double sum) {
    return tokens == 0 ? 0 : sum / tokens;
  }
}
