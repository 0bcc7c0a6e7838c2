package dev.ballast.train;

/** What the output layer says of target tokens, one value a token, in nats. */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record HeadScores(double[] logProbs, double[] entropy, double[] meanLogits, boolean[] top1) {
  HeadScores(int tokens) {
    this(new double[tokens], new double[tokens], new double[tokens], new boolean[tokens]);
  }

  /** Put another's values behind these. */
  HeadScores plus(HeadScores next) {
    HeadScores both = new HeadScores(logProbs.length + next.logProbs.length);
    copyInto(both, 0);
    next.copyInto(both, logProbs.length);
    return both;
  }

  private void copyInto(HeadScores into, int at) {
    System.arraycopy(logProbs, 0, into.logProbs, at, logProbs.length);
    System.arraycopy(entropy, 0, into.entropy, at, entropy.length);
    System.arraycopy(meanLogits, 0, into.meanLogits, at, meanLogits.length);
    System.arraycopy(top1, 0, into.top1, at, top1.length);
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
