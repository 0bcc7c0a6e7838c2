package dev.ballast.score;

import java.util.List;
import java.util.random.RandomGenerator;

/** Fits a logistic model over buckets by AdaGrad (Duchi et al. 2011) with L2 decay. */
final class SparseTrainer {
  private static final int EPOCHS = 6;
  private static final double RATE = 0.3;
  private static final double DECAY = 2e-5;

  /**
   * One sentence.
   *
   * @param target 0 … 1
   */
  record Sample(int[] buckets, double target, double weight) {}

  private final double[] weights = new double[1 << Grams.BITS];
  private final double[] squares = new double[1 << Grams.BITS];
  private double bias;
  private double biasSquares;

  private SparseTrainer() {}

  static SentenceModel fit(List<Sample> samples, RandomGenerator random) {
    SparseTrainer trainer = new SparseTrainer();
    int[] order = new int[samples.size()];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      shuffle(order, random);
      for (int index : order) {
        trainer.step(samples.get(index));
      }
    }
    return SentenceModel.of(trainer.weights, trainer.bias);
  }

  private void step(Sample sample) {
    double norm = 1 / Math.sqrt(sample.buckets().length);
    double logit = bias;
    for (int bucket : sample.buckets()) {
      logit += weights[bucket] * norm;
    }
    double slope = (1 / (1 + Math.exp(-logit)) - sample.target()) * sample.weight();
    for (int bucket : sample.buckets()) {
      double gradient = slope * norm + DECAY * weights[bucket];
      squares[bucket] += gradient * gradient;
      weights[bucket] -= RATE * gradient / (1e-3 + Math.sqrt(squares[bucket]));
    }
    biasSquares += slope * slope;
    bias -= 0.1 * RATE * slope / (1e-3 + Math.sqrt(biasSquares));
  }

  /** Fill with a permutation (Durstenfeld). */
  static void shuffle(int[] order, RandomGenerator random) {
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }
}
