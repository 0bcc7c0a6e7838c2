package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

final class PairedTest {
  private static void ends(Interval interval, double low, double high, double digits) {
    assertThat(interval.low()).isCloseTo(low, within(digits));
    assertThat(interval.high()).isCloseTo(high, within(digits));
  }

  @Test
  void scoreIntervalMatchesPublishedExample() {
    // Agresti, An Introduction to Categorical Data Analysis, section 8.1: approval 944 -> 880 of
    // 1600, with 86 and 150 who changed: -0.04, between -0.059 and -0.021.
    ends(Paired.difference(86, 150, 1600, 0.95), -0.059, -0.021, 5e-4);
  }

  @Test
  void scoreIntervalMatchesDirectMaximisationOfTheLikelihood() {
    // Tango's statistic with the restricted estimate found by ternary search instead of his
    // formula.
    ends(Paired.difference(9, 2, 50, 0.95), 0.011661945069, 0.277862255070, 1e-7);
    ends(Paired.difference(1, 0, 44, 0.95), -0.059393231099, 0.118077096982, 1e-7);
    ends(Paired.difference(12, 3, 20, 0.95), 0.074375430223, 0.705271458990, 1e-7);
    ends(Paired.difference(0, 4, 30, 0.95), -0.296813266820, -0.004684825118, 1e-7);
  }

  @Test
  void nothingChangedHasTheClosedForm() {
    double z2 = 1.959963984540054 * 1.959963984540054;
    ends(Paired.difference(0, 0, 20, 0.95), -z2 / (20 + z2), z2 / (20 + z2), 1e-12);
    ends(Paired.difference(20, 0, 20, 0.95), 1 - 2 * z2 / (20 + z2), 1, 0.2);
    assertThat(Paired.difference(20, 0, 20, 0.95).high()).isEqualTo(1);
  }

  @Test
  void swappingBeforeAndAfterNegates() {
    for (int gained = 0; gained <= 12; gained++) {
      for (int lost = 0; gained + lost <= 12; lost++) {
        Interval there = Paired.difference(gained, lost, 12, 0.9);
        Interval back = Paired.difference(lost, gained, 12, 0.9).negated();
        ends(there, back.low(), back.high(), 1e-12);
        assertThat(there.contains(there.estimate())).isTrue();
        assertThat(there.low()).isGreaterThanOrEqualTo(-1);
        assertThat(there.high()).isLessThanOrEqualTo(1);
      }
    }
  }

  private static double coverage(int n, double gain, double loss) {
    double coverage = 0;
    for (int g = 0; g <= n; g++) {
      double first = BinomialDistribution.of(n, gain).probability(g);
      BinomialDistribution rest = BinomialDistribution.of(n - g, loss / (1 - gain));
      for (int l = 0; l <= n - g; l++) {
        boolean inside = Paired.difference(g, l, n, 0.95).contains(gain - loss);
        coverage += inside ? first * rest.probability(l) : 0;
      }
    }
    return coverage;
  }

  @Test
  void scoreIntervalCoversExactly() {
    assertThat(coverage(30, 0.1, 0.1)).isBetween(0.93, 0.99);
    assertThat(coverage(30, 0.3, 0.1)).isBetween(0.93, 0.98);
    assertThat(coverage(40, 0.05, 0.02)).isBetween(0.93, 0.999);
  }

  @Test
  void bootstrapIsSeededCentredAndCovers() {
    double[] before = {0.1, 0.4, 0.35, 0.8, 0.2};
    double[] after = {0.2, 0.5, 0.45, 0.9, 0.3};
    Interval same = Paired.difference(before, after, 0.95, new SplittableRandom(1));
    assertThat(same.estimate()).isCloseTo(0.1, within(1e-12));
    ends(same, 0.1, 0.1, 1e-12);

    int covered = 0;
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 300; trial++) {
      double[] values = random.doubles(50).toArray();
      Interval interval = Bootstrap.mean(values, 0.95, 500, random);
      covered += interval.contains(0.5) ? 1 : 0;
    }
    assertThat(covered / 300.0).isBetween(0.90, 0.98);
    double[] values = {1, 2, 3, 10};
    assertThat(Bootstrap.mean(values, 0.9, 1000, new SplittableRandom(3)))
        .isEqualTo(Bootstrap.mean(values, 0.9, 1000, new SplittableRandom(3)));
  }

  @Test
  void bootstrapOfRatesAgreesWithTheScoreInterval() {
    boolean[] before = new boolean[400];
    boolean[] after = new boolean[400];
    for (int i = 0; i < 400; i++) {
      before[i] = i % 2 == 0;
      after[i] = i % 2 == 0 ? i % 10 != 0 : i % 5 == 0;
    }
    Interval exact = Paired.difference(before, after, 0.95);
    ends(
        Paired.difference(before, after, 0.95, new SplittableRandom(1)),
        exact.low(),
        exact.high(),
        0.006);
    assertThat(exact.estimate()).isCloseTo(0, within(1e-12));
    assertThat(exact.n()).isEqualTo(400);
  }

  @Test
  void mcNemarIsTheBinomialTest() {
    // 2 * (1 + 10 + 45) / 2^10
    assertThat(McNemar.pValue(2, 8)).isCloseTo(0.109375, within(1e-12));
    assertThat(McNemar.pValue(8, 2)).isCloseTo(0.109375, within(1e-12));
    assertThat(McNemar.pValue(0, 6)).isCloseTo(0.03125, within(1e-12));
    assertThat(McNemar.pValue(3, 3)).isCloseTo(1, within(1e-12));
    assertThat(McNemar.pValue(0, 0)).isEqualTo(1);
    for (int changed = 1; changed <= 30; changed++) {
      for (int gained = 0; gained <= changed; gained++) {
        assertThat(McNemar.pValue(gained, changed - gained))
            .isCloseTo(sumOfNoLikelier(gained, changed), within(1e-12));
      }
    }
    assertThat(McNemar.pValue(86, 150)).isBetween(2e-5, 6e-5);
    assertThat(
            McNemar.pValue(
                new boolean[] {true, false, false, true}, new boolean[] {true, true, true, false}))
        .isCloseTo(1, within(1e-12));
  }

  /** The other definition of two-sided: all outcomes that are no likelier; equal for one half. */
  private static double sumOfNoLikelier(int gained, int changed) {
    BinomialDistribution half = BinomialDistribution.of(changed, 0.5);
    double sum = 0;
    for (int k = 0; k <= changed; k++) {
      boolean noLikelier = Math.abs(2 * k - changed) >= Math.abs(2 * gained - changed);
      sum += noLikelier ? half.probability(k) : 0;
    }
    return sum;
  }

  @Test
  void holmStepsDown() {
    assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }

  @Test
  void differentItemsAreRefused() {
    assertThatThrownBy(() -> Discordance.of(new boolean[2], new boolean[3]))
        .hasMessageContaining("2 and 3");
    assertThatThrownBy(() -> Paired.difference(3, 3, 5, 0.95)).hasMessageContaining("gained");
    assertThatThrownBy(
            () -> Bootstrap.mean(new double[] {Double.NaN}, 0.9, 100, new SplittableRandom(1)))
        .hasMessageContaining("finite");
  }
}
