package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AgreementTest {
  @Test
  void kappaOfTheTextbookGrantExample() {
    // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5.
    assertThat(Kappa.cohen(new int[][] {{20, 5}, {10, 15}}, 0.95).orElseThrow().estimate())
        .isCloseTo(0.4, within(1e-12));
  }

  @Test
  void kappaAndIntervalOfFleissTable() {
    // Fleiss, Statistical Methods for Rates and Proportions: 100 patients, two diagnosticians.
    Interval kappa =
        Kappa.cohen(new int[][] {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}, 0.95).orElseThrow();

    assertThat(kappa.estimate()).isCloseTo(0.6765, within(5e-5));
    assertThat(kappa.low()).isCloseTo(0.5046, within(5e-5));
    assertThat(kappa.high()).isCloseTo(0.8484, within(5e-5));
  }

  @Test
  void kappaAtItsEnds() {
    assertThat(Kappa.cohen(new int[][] {{5, 0}, {0, 5}}, 0.95).orElseThrow())
        .isEqualTo(new Interval(1, 1, 1, 10));
    assertThat(Kappa.cohen(new int[][] {{0, 5}, {5, 0}}, 0.95).orElseThrow().estimate())
        .isEqualTo(-1);
    assertThat(Kappa.cohen(new int[][] {{9, 0}, {0, 0}}, 0.95)).isEmpty();
    assertThatThrownBy(() -> Kappa.cohen(new int[][] {{1, 2, 3}}, 0.95))
        .hasMessageContaining("square");
  }

  @Test
  void ratesComeFromTheRightCells() {
    Agreement agreement = new Agreement(8, 1, 9, 2);

    assertThat(agreement.sensitivity(0.95)).contains(Wilson.interval(8, 10, 0.95));
    assertThat(agreement.specificity(0.95)).contains(Wilson.interval(9, 10, 0.95));
    assertThat(agreement.precision(0.95)).contains(Wilson.interval(8, 9, 0.95));
    assertThat(agreement.accuracy(0.95)).contains(Wilson.interval(17, 20, 0.95));
    // Observed 0.85, by chance (10*9 + 10*11)/400 = 0.5.
    assertThat(agreement.kappa(0.95).orElseThrow().estimate()).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void countsComeFromLabelsAndAnswers() {
    boolean[] label = {true, true, true, false, false};
    boolean[] said = {true, true, false, true, false};

    assertThat(Agreement.of(label, said)).isEqualTo(new Agreement(2, 1, 1, 1));
    assertThat(Kappa.cohen(label, said, 0.95)).isEqualTo(new Agreement(2, 1, 1, 1).kappa(0.95));
  }

  @Test
  void undecidedRatesAreEmpty() {
    assertThat(new Agreement(0, 1, 2, 0).sensitivity(0.95)).isEmpty();
    assertThat(new Agreement(0, 0, 0, 0).accuracy(0.95)).isEmpty();
    assertThat(new Agreement(0, 0, 0, 0).kappa(0.95)).isEmpty();
  }
}
