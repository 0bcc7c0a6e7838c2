package dev.ballast.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

final class RateIntervalTest {
  private interface Method {
    Interval interval(int successes, int n, double confidence);
  }

  private static void ends(Interval interval, double low, double high, double digits) {
    assertThat(interval.low()).isCloseTo(low, within(digits));
    assertThat(interval.high()).isCloseTo(high, within(digits));
  }

  @Test
  void wilsonMatchesPublishedValues() {
    ends(Wilson.interval(8, 10, 0.95), 0.4902, 0.9433, 5e-5);
    // Newcombe 1998, table I, method 3.
    ends(Wilson.interval(81, 263, 0.95), 0.2553, 0.3662, 5e-5);
    ends(Wilson.interval(15, 148, 0.95), 0.0624, 0.1605, 5e-5);
    ends(Wilson.interval(0, 20, 0.95), 0, 0.1611, 5e-5);
    ends(Wilson.interval(1, 29, 0.95), 0.0061, 0.1718, 5e-5);
  }

  @Test
  void clopperPearsonMatchesPublishedValues() {
    // Newcombe 1998, table I, method 5.
    ends(ClopperPearson.interval(81, 263, 0.95), 0.2527, 0.3676, 5e-5);
    ends(ClopperPearson.interval(15, 148, 0.95), 0.0578, 0.1617, 5e-5);
    ends(ClopperPearson.interval(0, 20, 0.95), 0, 0.1684, 5e-5);
    ends(ClopperPearson.interval(1, 29, 0.95), 0.0009, 0.1776, 5e-5);
    assertThat(ClopperPearson.interval(20, 20, 0.95).high()).isEqualTo(1);
  }

  @Test
  void edgesStayInsideAndMirror() {
    for (int n = 1; n <= 40; n++) {
      for (int k = 0; k <= n; k++) {
        Interval interval = Wilson.interval(k, n, 0.95);
        Interval mirror = Wilson.interval(n - k, n, 0.95);
        assertThat(interval.contains(interval.estimate())).isTrue();
        assertThat(interval.low()).isBetween(0.0, 1.0);
        assertThat(interval.high()).isCloseTo(1 - mirror.low(), within(1e-12));
      }
    }
  }

  private static double coverage(Method method, int n, double p) {
    BinomialDistribution binomial = BinomialDistribution.of(n, p);
    double coverage = 0;
    for (int k = 0; k <= n; k++) {
      coverage += method.interval(k, n, 0.95).contains(p) ? binomial.probability(k) : 0;
    }
    return coverage;
  }

  @Test
  void coverageIsWhatIsPromised() {
    double sum = 0;
    for (int i = 1; i < 100; i++) {
      double p = i / 100.0;
      assertThat(coverage(ClopperPearson::interval, 30, p)).isGreaterThanOrEqualTo(0.95);
      assertThat(coverage(Wilson::interval, 30, p)).isGreaterThan(0.83);
      sum += coverage(Wilson::interval, 30, p);
    }
    assertThat(sum / 99).isCloseTo(0.95, within(0.005));
  }

  @Test
  void badCountsAndLevelsAreNamed() {
    assertThatThrownBy(() -> Wilson.interval(0, 0, 0.95)).hasMessage("n must be > 0, was 0");
    assertThatThrownBy(() -> Wilson.interval(3, 2, 0.95)).hasMessageContaining("successes");
    assertThatThrownBy(() -> Wilson.interval(1, 2, 95)).hasMessageContaining("confidence");
  }
}
