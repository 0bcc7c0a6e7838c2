package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class JudgeErrorTest {
  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static int binomial(int n, double p, RandomGenerator random) {
    int k = 0;
    for (int i = 0; i < n; i++) {
      k += random.nextDouble() < p ? 1 : 0;
    }
    return k;
  }

  @Test
  void correctedRateIsRoganAndGladens() {
    // Se = 0.9, Sp = 0.8; 30 of 100 called positive: (0.3 + 0.8 - 1) / 0.7.
    Agreement judge = new Agreement(90, 20, 80, 10);
    Interval rate = RoganGladen.corrected(30, 100, judge, 0.95).orElseThrow();
    assertThat(rate.estimate()).isCloseTo(1.0 / 7, within(1e-12));
    assertThat(rate.contains(rate.estimate())).isTrue();
    // 10 of 100 is less than the false alarms alone would give.
    assertThat(RoganGladen.corrected(10, 100, judge, 0.95).orElseThrow().estimate()).isZero();
  }

  @Test
  void limitsAreThoseOfLangAndReiczigel() {
    // z = 1.95996, Se' = 91/102, Sp' = 81/102, p' = 31.9207/103.8415: 0.1479 - 0.0094 ± 0.1624.
    Agreement judge = new Agreement(90, 20, 80, 10);
    Interval few = RoganGladen.corrected(30, 100, judge, 0.95).orElseThrow();
    assertThat(few.low()).isZero();
    assertThat(few.high()).isCloseTo(0.30093, within(1e-5));
    Interval many = RoganGladen.corrected(60, 100, judge, 0.95).orElseThrow();
    assertThat(many.low()).isCloseTo(0.41335, within(1e-5));
    assertThat(many.high()).isCloseTo(0.72207, within(1e-5));
  }

  /**
   * All of 16 called positive, where Se = 0.69: the error that was measured is not that of here.
   */
  @Test
  void aRateThatTheErrorCannotGiveIsNoMoreCertainThanWithoutError() {
    Agreement judge = new Agreement(69, 15, 85, 31);
    Interval all = RoganGladen.corrected(16, 16, judge, 0.95).orElseThrow();
    assertThat(all.estimate()).isEqualTo(1);
    // 16 / (16 + z²)
    assertThat(all.low()).isCloseTo(0.80639, within(1e-5));
    Interval none = RoganGladen.corrected(0, 16, judge, 0.95).orElseThrow();
    assertThat(none.estimate()).isZero();
    assertThat(none.high()).isGreaterThanOrEqualTo(Wilson.interval(0, 16, 0.95).high());
  }

  @Test
  void limitsWidenWithTheJudgesError() {
    Interval sharp =
        RoganGladen.corrected(300, 1000, new Agreement(9990, 10, 9990, 10), 0.95).orElseThrow();
    Interval raw = Wilson.interval(300, 1000, 0.95);
    assertThat(sharp.low()).isCloseTo(raw.low(), within(0.003));
    assertThat(sharp.high()).isCloseTo(raw.high(), within(0.003));
    Interval blunt =
        RoganGladen.corrected(300, 1000, new Agreement(45, 5, 45, 5), 0.95).orElseThrow();
    assertThat(blunt.high() - blunt.low()).isGreaterThan(3 * (sharp.high() - sharp.low()));
  }

  @Test
  void limitsHoldTheTruthAsOftenAsPromised() {
    RandomGenerator random = random(11);
    for (double truth : new double[] {0.02, 0.1, 0.4, 0.8}) {
      int held = 0;
      int tries = 1500;
      for (int i = 0; i < tries; i++) {
        int found = binomial(120, 0.92, random);
        int left = binomial(150, 0.88, random);
        Agreement judge = new Agreement(found, 150 - left, left, 120 - found);
        double called = truth * 0.92 + (1 - truth) * 0.12;
        Interval rate =
            RoganGladen.corrected(binomial(200, called, random), 200, judge, 0.95).orElseThrow();
        held += rate.contains(truth) ? 1 : 0;
      }
      assertThat((double) held / tries).as("truth %s", truth).isGreaterThan(0.93);
    }
  }

  @Test
  void aJudgeWithoutEvidenceOrNoBetterThanChanceCorrectsNothing() {
    assertThat(RoganGladen.corrected(3, 10, new Agreement(5, 0, 0, 5), 0.95)).isEmpty();
    assertThat(RoganGladen.corrected(3, 10, new Agreement(0, 5, 5, 0), 0.95)).isEmpty();
    assertThat(RoganGladen.corrected(3, 10, new Agreement(5, 5, 5, 5), 0.95)).isEmpty();
    assertThatThrownBy(() -> RoganGladen.corrected(11, 10, new Agreement(5, 1, 5, 1), 0.95))
        .hasMessageContaining("successes");
  }

  @Test
  void detectableDifferenceTurnsConnorsFormulaRound() {
    // n = (1.95996 sqrt(0.2) + 0.84162 sqrt(0.2 - 0.01))^2 / 0.01 = 154.7 for a change of 0.1.
    assertThat(DetectableDifference.paired(155, 0.2, 0.8, 0.95)).isCloseTo(0.1, within(2e-4));
    assertThat(DetectableDifference.paired(10_000, 0.2, 0.8, 0.95)).isLessThan(0.013);
    assertThat(DetectableDifference.paired(5, 0.2, 0.8, 0.95)).isEqualTo(1);
    // (1.95996 + 0.84162) sqrt(2 * 0.25 / 200).
    assertThat(DetectableDifference.unpaired(200, 0.5, 0.8, 0.95)).isCloseTo(0.14008, within(1e-5));
    assertThatThrownBy(() -> DetectableDifference.paired(0, 0.2, 0.8, 0.95))
        .hasMessage("n must be > 0, was 0");
    assertThatThrownBy(() -> DetectableDifference.paired(9, 0.2, 0.5, 0.95))
        .hasMessageContaining("power");
  }

  @Test
  void detectableDifferenceIsFoundAsOftenAsPromised() {
    RandomGenerator random = random(5);
    double difference = DetectableDifference.paired(400, 0.3, 0.8, 0.95);
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      int gained = binomial(400, (0.3 + difference) / 2, random);
      int lost =
          binomial(400 - gained, (0.3 - difference) / 2 / (1 - (0.3 + difference) / 2), random);
      found += McNemar.pValue(gained, lost) < 0.05 ? 1 : 0;
    }
    // The exact test is a little shy of the formula's 0.8.
    assertThat(found).isBetween(720, 840);
  }

  @Test
  void areaCountsPairsInOrderAndTiesHalf() {
    boolean[] label = {true, true, false, false, false};
    double[] score = {0.9, 0.4, 0.4, 0.1, 0.8};
    // Pairs: 0.9 above all three; 0.4 ties one, above one, below one.
    Interval area = Auc.of(label, score, 0.95).orElseThrow();
    assertThat(area.estimate()).isCloseTo(4.5 / 6, within(1e-12));
    assertThat(area.low()).isBetween(0.0, area.estimate());
    assertThat(area.high()).isBetween(area.estimate(), 1.0);
    assertThat(Auc.of(new boolean[] {true}, new double[] {1}, 0.95)).isEmpty();
    assertThatThrownBy(() -> Auc.of(label, new double[] {1, 2, 3, 4, Double.NaN}, 0.95))
        .hasMessageContaining("finite");
  }

  @Test
  void areaTurnsRoundWithItsScoreAndIsNeverSureOfPerfection() {
    RandomGenerator random = random(2);
    boolean[] label = new boolean[80];
    double[] score = new double[80];
    double[] turned = new double[80];
    for (int i = 0; i < label.length; i++) {
      label[i] = random.nextBoolean();
      score[i] = random.nextGaussian() + (label[i] ? 1 : 0);
      turned[i] = -score[i];
    }
    Interval area = Auc.of(label, score, 0.95).orElseThrow();
    Interval mirror = Auc.of(label, turned, 0.95).orElseThrow();
    assertThat(mirror.estimate()).isCloseTo(1 - area.estimate(), within(1e-12));
    assertThat(mirror.low()).isCloseTo(1 - area.high(), within(1e-9));
    boolean[] four = {true, true, false, false};
    Interval perfect = Auc.of(four, new double[] {4, 3, 2, 1}, 0.95).orElseThrow();
    assertThat(perfect.estimate()).isEqualTo(1);
    assertThat(perfect.low()).isLessThan(0.8);
  }

  @Test
  void areasIntervalHoldsTheTruthAsOftenAsPromised() {
    RandomGenerator random = random(3);
    double truth = 0.7602; // Φ(1 / √2): two normals one standard deviation apart.
    int held = 0;
    for (int t = 0; t < 600; t++) {
      boolean[] label = new boolean[60];
      double[] score = new double[60];
      for (int i = 0; i < label.length; i++) {
        label[i] = i < 25;
        score[i] = random.nextGaussian() + (label[i] ? 1 : 0);
      }
      held += Auc.of(label, score, 0.95).orElseThrow().contains(truth) ? 1 : 0;
    }
    assertThat(held / 600.0).isBetween(0.925, 0.985);
  }

  @Test
  void calibrationComparesEachBinWithItsShare() {
    boolean[] label = {true, true, true, false, false, false, false, true};
    double[] probability = {0.75, 0.75, 0.75, 0.75, 0.25, 0.25, 0.25, 0.25};
    Calibration right = Calibration.of(label, probability);
    assertThat(right.expectedError()).isZero();
    assertThat(right.brier()).isCloseTo(6 * 0.0625 / 8 + 2 * 0.5625 / 8, within(1e-12));
    Calibration sure = Calibration.of(label, new double[] {1, 1, 1, 1, 0, 0, 0, 0});
    assertThat(sure.expectedError()).isCloseTo(0.25, within(1e-12));
    assertThatThrownBy(() -> Calibration.of(label, new double[] {1, 1, 1, 1, 0, 0, 0, 1.5}))
        .hasMessageContaining("probability must be in [0, 1], was 1.5");
  }

  @Test
  void clustersCountOnceHoweverManySamplesTheyHold() {
    List<double[]> single = new ArrayList<>();
    List<double[]> copied = new ArrayList<>();
    RandomGenerator random = random(9);
    double[] flat = new double[60];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = random.nextDouble() < 0.3 ? 1 : 0;
      single.add(new double[] {flat[i]});
      copied.add(new double[] {flat[i], flat[i], flat[i], flat[i], flat[i]});
    }
    Interval plain = Bootstrap.mean(flat, 0.95, 2000, random(1));
    Interval one = Bootstrap.clustered(single, 0.95, 2000, random(1));
    Interval five = Bootstrap.clustered(copied, 0.95, 2000, random(1));
    assertThat(one).isEqualTo(plain);
    assertThat(five.low()).isCloseTo(plain.low(), within(1e-12));
    assertThat(five.high()).isCloseTo(plain.high(), within(1e-12));
    assertThat(five.n()).isEqualTo(60);
    assertThatThrownBy(() -> Bootstrap.clustered(List.of(new double[0]), 0.95, 2000, random(1)))
        .hasMessage("cluster 0 must not be empty");
  }
}
