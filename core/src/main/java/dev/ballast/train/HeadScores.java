package dev.ballast.train;

/** What the output layer says of target tokens, one value a token, in nats. */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record HeadScores(double[] logProbs, double[] entropy, double[] meanLogits, boolean[] top1) {
  HeadScores(int tokens) {
    this(new double[tokens], new double[tokens], new double[tokens], new boolean[tokens]);
  }

  /** Sum over the tokens {@code [from, to)}. */
  HeadStatistics statistics(int from, int to) {
    double entropySum = 0;
    double meanLogitsSum = 0;
    long best = 0;
    for (int i = from; i < to; i++) {
      entropySum += entropy[i];
      meanLogitsSum += meanLogits[i];
      best += top1[i] ? 1 : 0;
    }
    return new HeadStatistics(entropySum, meanLogitsSum, best, to - from);
  }
}
