package dev.ballast.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Scope;
import dev.ballast.train.PreferenceLoss;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BfpoTest implements PreferenceLossContract {
  @Override
  public PreferenceLoss loss() {
    return new Bfpo(0.01, 3, 0.5);
  }

  private static double value(Bfpo bfpo, Batch batch) {
    return ((PreferenceLossContract) () -> bfpo).value(batch);
  }

  @ParameterizedTest(name = "safe bits {0}: {1}, {2}")
  @CsvSource({"3, 2304, 9", "2, 9604, 64", "1, 10404, 144", "0, 2704, 49"})
  void equalsTheKnownValues(int bits, double sharp, double soft) {
    Batch batch = Batch.KNOWN.bits(bits);
    assertThat(value(batch)).isCloseTo(sharp, within(1e-6));
    assertThat(value(new Bfpo(0.1, 3, 0.5), batch)).isCloseTo(soft, within(1e-6));
  }

  @Test
  void flipsAPairWhoseHelpfulAnswerAloneIsUnsafe() {
    assertThat(chosenGradient(Batch.KNOWN.bits(0b10))[0]).isNegative();
    assertThat(chosenGradient(Batch.KNOWN.bits(0b01))[0]).isPositive();
  }

  @Test
  void gradientIsTwiceTheDistanceToTheTarget() {
    assertThat(chosenGradient(Batch.KNOWN.bits(0b11))[0]).isCloseTo(2 * (2 - 50), within(1e-9));
  }

  @Test
  void bindsTheThirdConstantToTheFirst() {
    // B1 = 2, so B3 = 1: target (2·1 - 1 - 0.5) / 0.5 = 1, and Δ = 2
    assertThat(value(new Bfpo(0.5, 2, 0.5), Batch.KNOWN)).isCloseTo(1, within(1e-9));
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new Bfpo(0, 3, 0.5)).hasMessage("bfpo_tau must be > 0, was 0.0");
    assertThatThrownBy(() -> new Bfpo(0.01, 1, 0.5)).hasMessageContaining("bfpo_b1");
    assertThatThrownBy(() -> new Bfpo(0.01, 3, 1.1)).hasMessageContaining("bfpo_alpha");
  }

  @Test
  void needsSafetyLabels() {
    assertThat(loss().needsSafety()).isTrue();
    assertThat(new Dpo(0.1, 0).needsSafety()).isFalse();
  }

  @Test
  void tellsTheMarginsOfEachKindOfPair() {
    Bfpo bfpo = new Bfpo(0.01, 3, 0.5);
    try (Scope _ = Scope.open()) {
      Batch batch = Batch.KNOWN.bits(0b10);
      assertThat(bfpo.metrics(batch.policy(), batch.reference()))
          .containsOnlyKeys("margins/safe_unsafe")
          .extractingByKey("margins/safe_unsafe", InstanceOfAssertFactories.DOUBLE)
          .isCloseTo(2, within(1e-9));
    }
  }
}
