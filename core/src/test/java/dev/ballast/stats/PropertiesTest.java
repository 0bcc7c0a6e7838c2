package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for any counts, over many drawn ones. */
final class PropertiesTest {
  private static final int TRIES = 400;
  private final SplittableRandom random = new SplittableRandom(20);

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }

  private static void sound(Interval interval) {
    assertThat(interval.contains(interval.estimate())).as("%s", interval).isTrue();
    assertThat(interval.low()).isGreaterThanOrEqualTo(0);
    assertThat(interval.high()).isLessThanOrEqualTo(1);
  }

  @Test
  void anIntervalOfARateHoldsItAndNarrowsWithN() {
    for (int i = 0; i < TRIES; i++) {
      int n = random.nextInt(1, 2_000);
      int k = random.nextInt(0, n + 1);
      Interval rate = Wilson.interval(k, n, 0.95);
      sound(rate);
      sound(ClopperPearson.interval(k, n, 0.95));
      assertThat(width(Wilson.interval(2 * k, 2 * n, 0.95))).isLessThan(width(rate));
      assertThat(width(Wilson.interval(k, n, 0.99))).isGreaterThan(width(rate));
      Interval other = Wilson.interval(n - k, n, 0.95).complement();
      assertThat(other.low()).isCloseTo(rate.low(), within(1e-12));
      assertThat(other.high()).isCloseTo(rate.high(), within(1e-12));
      if (k < n) {
        assertThat(Wilson.interval(k + 1, n, 0.95).low()).isGreaterThan(rate.low() - 1e-15);
      }
    }
  }

  @Test
  void aRateWithItsJudgesErrorTakenOutIsHeldAndRisesWithWhatTheJudgeCalls() {
    for (int i = 0; i < TRIES; i++) {
      int sick = random.nextInt(20, 400);
      int well = random.nextInt(20, 400);
      int found = random.nextInt(sick * 6 / 10, sick + 1);
      int left = random.nextInt(well * 6 / 10, well + 1);
      Agreement judge = new Agreement(found, well - left, left, sick - found);
      int n = random.nextInt(2, 900);
      int called = random.nextInt(0, n);
      Interval rate = RoganGladen.corrected(called, n, judge, 0.95).orElseThrow();
      sound(rate);
      assertThat(RoganGladen.corrected(called + 1, n, judge, 0.95).orElseThrow().estimate())
          .isGreaterThanOrEqualTo(rate.estimate());
      // Without an error there is nothing to take out.
      Agreement perfect = new Agreement(1_000_000, 0, 1_000_000, 0);
      Interval ideal = RoganGladen.corrected(called, n, perfect, 0.95).orElseThrow();
      assertThat(ideal.estimate()).isCloseTo((double) called / n, within(1e-12));
    }
  }

  @Test
  void whatIsFoundFallsWithNAndRisesWithPower() {
    for (int i = 0; i < TRIES; i++) {
      int n = random.nextInt(30, 5_000);
      double discordant = random.nextDouble(0.3, 1);
      double least = DetectableDifference.paired(n, discordant, 0.8, 0.95);
      assertThat(least).isBetween(0.0, discordant);
      assertThat(DetectableDifference.paired(2 * n, discordant, 0.8, 0.95)).isLessThan(least);
      assertThat(DetectableDifference.paired(n, discordant, 0.9, 0.95)).isGreaterThan(least);
      assertThat(DetectableDifference.unpaired(2 * n, 0.4, 0.8, 0.95))
          .isLessThan(DetectableDifference.unpaired(n, 0.4, 0.8, 0.95));
    }
  }

  @Test
  void holmNeverLowersAPValueNorChangesTheirOrder() {
    for (int i = 0; i < TRIES; i++) {
      double[] p = random.doubles(random.nextInt(1, 12)).toArray();
      double[] adjusted = Holm.adjust(p);
      double smallest = Arrays.stream(p).min().orElseThrow();
      assertThat(Arrays.stream(adjusted).min().orElseThrow())
          .isCloseTo(Math.min(1, p.length * smallest), within(1e-12));
      for (int a = 0; a < p.length; a++) {
        assertThat(adjusted[a]).isBetween(p[a], 1.0);
        for (int b = 0; b < p.length; b++) {
          assertThat(p[a] > p[b] && adjusted[a] < adjusted[b]).isFalse();
        }
      }
    }
  }

  /** The exact test and the score interval see the same shift, but for a sliver at the edge. */
  @Test
  void aChangeIsSymmetricAndItsTestAndIntervalAgree() {
    for (int i = 0; i < TRIES; i++) {
      int gained = random.nextInt(0, 60);
      int lost = random.nextInt(0, 60);
      int n = gained + lost + random.nextInt(1, 300);
      double p = McNemar.pValue(gained, lost);
      assertThat(p).isEqualTo(McNemar.pValue(lost, gained)).isBetween(0.0, 1.0);
      Interval change = Paired.difference(gained, lost, n, 0.95);
      assertThat(change.contains(change.estimate())).isTrue();
      if (p < 0.04) {
        assertThat(change.contains(0)).as("%s to %s of %s", gained, lost, n).isFalse();
      }
    }
  }

  @Test
  void aBootstrapHoldsItsMeanAndIsTheSameForTheSameSeed() {
    for (int i = 0; i < 20; i++) {
      double[] values = random.doubles(random.nextInt(5, 80)).toArray();
      Interval mean = Bootstrap.mean(values, 0.95, 1_000, new SplittableRandom(i));
      sound(mean);
      assertThat(Bootstrap.mean(values, 0.95, 1_000, new SplittableRandom(i))).isEqualTo(mean);
    }
  }
}
