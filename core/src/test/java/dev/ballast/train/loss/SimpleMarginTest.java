package dev.ballast.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairLogProbs;
import dev.ballast.train.PreferenceLoss;
import org.junit.jupiter.api.Test;

/** The contract holds for a length-normalised loss without reference, too (SimPO's formula). */
class SimpleMarginTest implements PreferenceLossContract {
  private record SimpleMargin(double beta, double gamma) implements PreferenceLoss.ReferenceFree {
    @Override
    public Tensor perPair(PairLogProbs policy) {
      Tensor margin = policy.chosen().mean().sub(policy.rejected().mean());
      return Nn.logSigmoid(margin.mul(beta).sub(gamma)).neg();
    }
  }

  @Override
  public PreferenceLoss loss() {
    return new SimpleMargin(2, 0.5);
  }

  @Test
  void equalsTheKnownValue() {
    assertThat(value(Batch.KNOWN)).isCloseTo(0.779949, within(1e-6));
  }
}
