package dev.ballast.score;

import java.util.List;

/**
 * Tells a sentence that declines from one that gives what was asked: a logistic model over hashed
 * n-grams, weights in 8 bits.
 *
 * @param weights one per bucket of {@link Grams}, times {@code scale}
 */
record SentenceModel(byte[] weights, float scale, float bias) {
  private static final double LIMIT = 6;

  /** Return the model that finds every sentence as likely to decline as not. */
  static SentenceModel untrained() {
    return new SentenceModel(new byte[1 << Grams.BITS], 0, 0);
  }

  /** Round weights to 8 bits. */
  static SentenceModel of(double[] weights, double bias) {
    double largest = 1e-9;
    for (double w : weights) {
      largest = Math.max(largest, Math.abs(w));
    }
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.round(weights[i] / largest * 127);
    }
    return new SentenceModel(rounded, (float) (largest / 127), (float) bias);
  }

  /** Return the log-odds that the sentence declines: of the whole and its most declining clause. */
  double logit(List<String> sentence) {
    double whole = logit(Grams.of(sentence));
    List<List<String>> clauses = Sentences.clauses(sentence);
    if (clauses.size() == 1) {
      return whole;
    }
    double most = clauses.stream().mapToDouble(c -> logit(Grams.of(c))).max().orElse(whole);
    return (whole + most) / 2;
  }

  double logit(int[] buckets) {
    int sum = 0;
    for (int bucket : buckets) {
      sum += weights[bucket];
    }
    double logit = bias + scale * sum / Math.sqrt(buckets.length);
    return Math.clamp(logit, -LIMIT, LIMIT);
  }
}
