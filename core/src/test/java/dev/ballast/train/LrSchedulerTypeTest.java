package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LrSchedulerTypeTest {
  private static double[] factors(LrSchedulerType type) {
    return LongStream.range(0, 10).mapToDouble(step -> type.factor(step, 2, 10)).toArray();
  }

  @Test
  void linearRisesFromZeroAndFallsTowardsZero() {
    assertThat(factors(LrSchedulerType.LINEAR))
        .containsExactly(
            new double[] {0, .5, 1, .875, .75, .625, .5, .375, .25, .125}, within(1e-12));
  }

  @Test
  void cosineFallsAlongHalfAWave() {
    double[] factors = factors(LrSchedulerType.COSINE);
    assertThat(factors[0]).isZero();
    assertThat(factors[2]).isEqualTo(1);
    assertThat(factors[6]).isCloseTo(0.5, within(1e-12));
    assertThat(factors[9]).isCloseTo((1 + Math.cos(Math.PI * 7 / 8)) / 2, within(1e-12));
  }

  @Test
  void constantKnowsNoWarmup() {
    assertThat(factors(LrSchedulerType.CONSTANT)).containsOnly(1);
    assertThat(factors(LrSchedulerType.CONSTANT_WITH_WARMUP))
        .containsExactly(0, .5, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void warmupIsAShareOrANumberOfSteps() {
    assertThat(Configs.of("warmup_ratio: 0.15").rateFactor(1, 10)).isEqualTo(0.5);
    assertThat(Configs.of("warmup_steps: 0.15").rateFactor(1, 10)).isEqualTo(0.5);
    assertThat(Configs.of("warmup_steps: 4\nwarmup_ratio: 0.9").rateFactor(1, 10)).isEqualTo(0.25);
  }
}
