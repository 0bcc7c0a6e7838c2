package dev.ballast.train.loss;

import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import dev.ballast.train.CompletionLogProbs;
import dev.ballast.train.HeadStatistics;
import dev.ballast.train.PairLogProbs;
import dev.ballast.train.PreferenceLoss;
import dev.ballast.train.ReferenceLogProbs;

/** One pair with given sums of log-probs, spread evenly over 10 and 12 tokens. */
record Batch(double chosen, double rejected, double refChosen, double refRejected, int bits) {
  /** The pair of methods.md §7.4: d⁺ = 1.3, d⁻ = -0.7, Δ = 2. */
  static final Batch KNOWN = new Batch(-20, -26, -21.3, -25.3, 0b11);

  static final int CHOSEN = 10;
  static final int REJECTED = 12;

  Batch swapped() {
    return new Batch(rejected, chosen, refRejected, refChosen, (bits & 1) << 1 | bits >> 1);
  }

  Batch bits(int safe) {
    return new Batch(chosen, rejected, refChosen, refRejected, safe);
  }

  Batch chosen(double sum) {
    return new Batch(sum, rejected, refChosen, refRejected, bits);
  }

  Batch rejected(double sum) {
    return new Batch(chosen, sum, refChosen, refRejected, bits);
  }

  /** Return a policy equal to its reference, as in the first step. */
  Batch atStart() {
    return new Batch(refChosen, refRejected, refChosen, refRejected, bits);
  }

  PairLogProbs policy() {
    return new PairLogProbs(
        completion(chosen, CHOSEN),
        completion(rejected, REJECTED),
        Tensors.ofDoubles(new double[] {bits >> 1}, 1),
        Tensors.ofDoubles(new double[] {bits & 1}, 1),
        HeadStatistics.NONE,
        HeadStatistics.NONE);
  }

  ReferenceLogProbs reference() {
    return new ReferenceLogProbs(completion(refChosen, CHOSEN), completion(refRejected, REJECTED));
  }

  /** Return the loss of this pair, differentiable in {@code policy}. */
  Tensor loss(PreferenceLoss loss, PairLogProbs policy) {
    return switch (loss) {
      case PreferenceLoss.WithReference with -> with.perPair(policy, reference());
      case PreferenceLoss.ReferenceFree free -> free.perPair(policy);
    };
  }

  private static CompletionLogProbs completion(double sum, int length) {
    double[] tokens = new double[length + 3];
    for (int i = 0; i < length; i++) {
      tokens[i] = sum / length;
    }
    return new CompletionLogProbs(
        Tensors.ofDoubles(tokens, 1, tokens.length), Tensors.ofDoubles(new double[] {length}, 1));
  }
}
