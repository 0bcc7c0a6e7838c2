package dev.ballast.score;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fits a logistic model over buckets, and dense values beside them, by AdaGrad (Duchi et al. 2011)
 * with L2 decay.
 */
final class SparseTrainer {
  private static final double RATE = 0.3;
  private static final double DECAY = 2e-5;

  /**
   * One sentence or text.
   *
   * @param dense as many values in every sample; may be none
   * @param target 0 … 1
   */
  record Sample(int[] buckets, float[] dense, double target, double weight) {
    private static final float[] NONE = {};

    Sample(int[] buckets, double target, double weight) {
      this(buckets, NONE, target, weight);
    }
  }

  /** What was learnt. */
  record Fit(double[] buckets, double[] dense, double bias) {}

  private final double[] weights = new double[1 << Grams.BITS];
  private final double[] squares = new double[1 << Grams.BITS];
  private final double[] dense;
  private final double[] denseSquares;
  private double bias;
  private double biasSquares;

  private SparseTrainer(int dense) {
    this.dense = new double[dense];
    this.denseSquares = new double[dense];
  }

  static Fit fit(List<Sample> samples, int epochs, RandomGenerator random) {
    SparseTrainer trainer = new SparseTrainer(samples.getFirst().dense().length);
    int[] order = new int[samples.size()];
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      for (int index : order) {
        trainer.step(samples.get(index));
      }
    }
    return new Fit(trainer.weights, trainer.dense, trainer.bias);
  }

  private void step(Sample sample) {
    double norm = 1 / Math.sqrt(sample.buckets().length);
    double logit = bias;
    for (int bucket : sample.buckets()) {
      logit += weights[bucket] * norm;
    }
    for (int i = 0; i < dense.length; i++) {
      logit += dense[i] * sample.dense()[i];
    }
    double slope = (1 / (1 + Math.exp(-logit)) - sample.target()) * sample.weight();
    for (int bucket : sample.buckets()) {
      double gradient = slope * norm + DECAY * weights[bucket];
      squares[bucket] += gradient * gradient;
      weights[bucket] -= RATE * gradient / (1e-3 + Math.sqrt(squares[bucket]));
    }
    for (int i = 0; i < dense.length; i++) {
      double gradient = slope * sample.dense()[i] + DECAY * dense[i];
      denseSquares[i] += gradient * gradient;
      dense[i] -= RATE * gradient / (1e-3 + Math.sqrt(denseSquares[i]));
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
