package dev.ballast.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.train.PreferenceLoss;
import org.junit.jupiter.api.Test;

class DpoTest implements PreferenceLossContract {
  @Override
  public PreferenceLoss loss() {
    return new Dpo(0.1, 0);
  }

  private static double value(Dpo dpo, Batch batch) {
    return ((PreferenceLossContract) () -> dpo).value(batch);
  }

  @Test
  void equalsTheKnownValues() {
    assertThat(value(Batch.KNOWN)).isCloseTo(0.598139, within(1e-6));
    assertThat(value(new Dpo(0.1, 0.1), Batch.KNOWN)).isCloseTo(0.618139, within(1e-6));
  }

  @Test
  void startsAtLogTwo() {
    assertThat(value(Batch.KNOWN.atStart())).isCloseTo(Math.log(2), within(1e-12));
    assertThat(value(new Dpo(3, 0.2), Batch.KNOWN.atStart())).isCloseTo(Math.log(2), within(1e-12));
  }

  @Test
  void tendsToLogTwoWithoutBeta() {
    assertThat(value(new Dpo(1e-9, 0), Batch.KNOWN)).isCloseTo(Math.log(2), within(1e-8));
  }

  @Test
  void swappingThePairNegatesTheMargin() {
    // softplus(-x) - softplus(x) = -x, with x = βΔ = 0.2
    assertThat(value(Batch.KNOWN) - value(Batch.KNOWN.swapped())).isCloseTo(-0.2, within(1e-12));
  }

  @Test
  void gradientIsMinusBetaTimesSigmoidOfTheNegatedMargin() {
    double byHand = -0.1 / (1 + Math.exp(0.2));
    assertThat(chosenGradient(Batch.KNOWN)[0]).isCloseTo(byHand, within(1e-12));
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new Dpo(0, 0)).hasMessage("beta must be > 0, was 0.0");
    assertThatThrownBy(() -> new Dpo(0.1, 0.5)).hasMessageContaining("label_smoothing");
    assertThatThrownBy(() -> new Dpo(Double.NaN, 0)).hasMessageContaining("beta");
  }
}
