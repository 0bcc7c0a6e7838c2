package dev.ballast.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.train.PairLogProbs;
import dev.ballast.train.PreferenceLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every preference loss keeps; a test class of a loss implements this. */
interface PreferenceLossContract {
  PreferenceLoss loss();

  default double value(Batch batch) {
    try (Scope _ = Scope.open()) {
      return batch.loss(loss(), batch.policy()).sum().item();
    }
  }

  /** Return the gradient in the log-prob of each chosen token. */
  default double[] chosenGradient(Batch batch) {
    try (Scope _ = Scope.open()) {
      PairLogProbs policy = batch.policy();
      Tensor leaf = policy.chosen().perToken().requireGrad();
      batch.loss(loss(), policy).sum().backward();
      return leaf.grad().toDoubles();
    }
  }

  @Test
  default void givesOneFiniteNumberForEachPair() {
    try (Scope _ = Scope.open()) {
      Tensor values = Batch.KNOWN.loss(loss(), Batch.KNOWN.policy());
      assertThat(values.shape()).containsExactly(1);
      assertThat(values.allFinite()).isTrue();
    }
  }

  @Test
  default void staysFiniteFarOut() {
    for (double far : List.of(-3000.0, -1e-9)) {
      assertThat(value(Batch.KNOWN.chosen(far))).isFinite();
      assertThat(value(Batch.KNOWN.rejected(far))).isFinite();
    }
  }

  @Test
  default void gradientEqualsFiniteDifferences() {
    double step = 1e-5;
    for (int bits = 0; bits < 4; bits++) {
      Batch batch = Batch.KNOWN.bits(bits);
      double rise = value(batch.chosen(-20 + step)) - value(batch.chosen(-20 - step));
      double[] gradient = chosenGradient(batch);
      // Every token of a completion moves its sum alike.
      assertThat(gradient[0]).isCloseTo(rise / (2 * step), within(1e-4 * Math.abs(gradient[0])));
    }
  }

  @Test
  default void tokensBehindTheEndDoNotMatter() {
    double[] gradient = chosenGradient(Batch.KNOWN);
    assertThat(gradient[Batch.CHOSEN - 1]).isEqualTo(gradient[0]);
    assertThat(gradient).hasSize(Batch.CHOSEN + 3);
  }

  @Test
  default void rewardScaleIsPositive() {
    assertThat(loss().beta()).isPositive();
  }
}
