package dev.ballast.train;

import dev.ballast.tensor.Tensor;
import java.util.Map;

/**
 * Turns log-probs of preference pairs into a loss; the batch's loss is the mean over pairs. A
 * pair's loss is its own: which others are given beside it, a batch or the part of one that a pass
 * takes, changes nothing.
 */
public sealed interface PreferenceLoss {
  /** Return what scales a log-ratio to the implicit reward of the {@code rewards/*} metrics. */
  double beta();

  /** Tell whether rows need both safety labels. */
  default boolean needsSafety() {
    return false;
  }

  /** A loss that compares the policy with the model that training starts from. */
  non-sealed interface WithReference extends PreferenceLoss {
    /** Return the loss of each pair, (pairs). */
    Tensor perPair(PairLogProbs policy, ReferenceLogProbs reference);

    /** Return what this loss alone shows of a batch, by metric names of its own. */
    default Map<String, Double> metrics(PairLogProbs policy, ReferenceLogProbs reference) {
      return Map.of();
    }
  }

  /** A loss of the policy alone; no reference pass is made. */
  non-sealed interface ReferenceFree extends PreferenceLoss {
    /** Return the loss of each pair, (pairs). */
    Tensor perPair(PairLogProbs policy);
  }
}
