package dev.ballast.train.loss;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairLogProbs;
import dev.ballast.train.PreferenceLoss;
import dev.ballast.train.ReferenceLogProbs;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * (Δ - [B₃(B₁ s⁺ - s⁻) - α] / τ)²: bi-factorial preference optimisation (Zhang et al. 2024, arXiv
 * 2408.15313), with B₃ = 1/(B₁-1) and summed log-probs. The chosen completion is the more
 * <em>helpful</em> one, safe or not; s⁺ and s⁻ are the safety labels, which decide the sign and the
 * size of the margin that is asked for.
 *
 * @param bfpoTau τ > 0; margins of ±α/τ and ±(1-α+½)/τ nats are asked for
 * @param bfpoB1 B₁ > 1, how much the helpful completion's safety outweighs the other's
 * @param bfpoAlpha α in [0, 1]; with ½ helpfulness lowers the rank of unsafe completions
 */
@Flat
public record Bfpo(
    @Key(value = "0.01", doc = "temperature of the margins asked for, > 0") double bfpoTau,
    @Key(value = "3.0", doc = "weight of the helpful completion's safety, > 1") double bfpoB1,
    @Key(value = "0.5", doc = "shift of all margins, in [0, 1]") double bfpoAlpha)
    implements PreferenceLoss.WithReference {
  public Bfpo {
    if (!(bfpoTau > 0) || Double.isInfinite(bfpoTau)) {
      throw new IllegalArgumentException("bfpo_tau must be > 0, was " + bfpoTau);
    }
    if (!(bfpoB1 > 1) || Double.isInfinite(bfpoB1)) {
      throw new IllegalArgumentException("bfpo_b1 must be > 1, was " + bfpoB1);
    }
    if (!(bfpoAlpha >= 0 && bfpoAlpha <= 1)) {
      throw new IllegalArgumentException("bfpo_alpha must be in [0, 1], was " + bfpoAlpha);
    }
  }

  @Override
  public double beta() {
    return bfpoTau;
  }

  @Override
  public boolean needsSafety() {
    return true;
  }

  @Override
  public Tensor perPair(PairLogProbs policy, ReferenceLogProbs reference) {
    double b3 = 1 / (bfpoB1 - 1);
    Tensor label =
        policy.chosenSafe().mul(bfpoB1).sub(policy.rejectedSafe()).mul(b3).sub(bfpoAlpha);
    return policy.margin(reference).sub(label.div(bfpoTau)).square();
  }

  /**
   * Return the mean margin Δ, in nats, of the pairs of each kind, such as {@code
   * margins/safe_unsafe} where the chosen completion alone is safe: to be held against the four
   * margins that are asked for.
   */
  @Override
  public Map<String, Double> metrics(PairLogProbs policy, ReferenceLogProbs reference) {
    double[] margins = policy.margin(reference).detach().toDoubles();
    double[] chosen = policy.chosenSafe().toDoubles();
    double[] rejected = policy.rejectedSafe().toDoubles();
    return IntStream.range(0, margins.length)
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> "margins/" + word(chosen[i]) + "_" + word(rejected[i]),
                TreeMap::new,
                Collectors.averagingDouble(i -> margins[i])));
  }

  private static String word(double safe) {
    return safe > 0 ? "safe" : "unsafe";
  }
}
