package dev.ballast.train.loss;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairLogProbs;
import dev.ballast.train.PreferenceLoss;
import dev.ballast.train.ReferenceLogProbs;

/**
 * -(1-ε) log σ(βΔ) - ε log σ(-βΔ): direct preference optimisation (Rafailov et al. 2023, eq. 7);
 * with ε > 0 its conservative form (Mitchell 2023).
 *
 * @param beta β > 0, how far the policy is held to the reference
 * @param labelSmoothing ε in [0, 0.5), the share of preferences taken to be wrong
 */
@Flat
public record Dpo(
    @Key(value = "0.1", doc = "weight of the reference, > 0") double beta,
    @Key(value = "0.0", doc = "share of preferences taken to be wrong, in [0, 0.5)")
        double labelSmoothing)
    implements PreferenceLoss.WithReference {
  public Dpo {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be > 0, was " + beta);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
      throw new IllegalArgumentException(
          "label_smoothing must be in [0, 0.5), was " + labelSmoothing);
    }
  }

  @Override
  public Tensor perPair(PairLogProbs policy, ReferenceLogProbs reference) {
    Tensor logits = policy.margin(reference).mul(beta);
    Tensor right = Nn.logSigmoid(logits).mul(-(1 - labelSmoothing));
    return labelSmoothing == 0 ? right : right.sub(Nn.logSigmoid(logits.neg()).mul(labelSmoothing));
  }
}
