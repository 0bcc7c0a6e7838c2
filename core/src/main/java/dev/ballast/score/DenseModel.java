package dev.ballast.score;

/**
 * A logistic model over {@link Traits}.
 *
 * @param weights one per trait
 */
record DenseModel(double[] weights, double bias) {
  /** Return the probability of the positive class. */
  double probability(double[] traits) {
    double logit = bias;
    for (int i = 0; i < weights.length; i++) {
      logit += weights[i] * traits[i];
    }
    return 1 / (1 + Math.exp(-logit));
  }
}
