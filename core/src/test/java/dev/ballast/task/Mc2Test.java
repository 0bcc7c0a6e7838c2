package dev.ballast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class Mc2Test {
  private static final Target LABELS = new Target.Indices(List.of(1, 0, 1));

  /** Probabilities 1/2, 1/4, 1/8: true answers have 5/8 of the 7/8 at hand. */
  @Test
  void trueAnswersShareOfTheMass() {
    List<Double> sums = List.of(Math.log(0.5), Math.log(0.25), Math.log(0.125));
    assertThat(Mc2.of(LABELS, sums)).isCloseTo(5.0 / 7.0, within(1e-12));
  }

  /** A common factor changes nothing, even where probabilities are too small for a double. */
  @Test
  void onlyDifferencesCount() {
    double near = Mc2.of(LABELS, List.of(-1.0, -2.0, -3.0));
    assertThat(Mc2.of(LABELS, List.of(-2001.0, -2002.0, -2003.0))).isCloseTo(near, within(1e-12));
  }
}
