package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Frequencies by hand for θ = 100: unscaled 1, √10/10, 0.1, √10/100. */
class RopeScalingTest {
  private static final double ROOT = Math.sqrt(10);

  private static float[] frequencies(RopeScaling scaling, int length) {
    return new RopeConfig(100, 8, scaling).frequencies(length);
  }

  private static void check(float[] actual, double... wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int j = 0; j < wanted.length; j++) {
      assertThat((double) actual[j]).isCloseTo(wanted[j], within(1e-6 * wanted[j]));
    }
  }

  @Test
  void linearDividesAllAlike() {
    check(frequencies(new RopeScaling.Linear(4), 9), .25, ROOT / 40, .025, ROOT / 400);
    assertThat(new RopeScaling.Linear(4).reach(100)).isEqualTo(400);
  }

  /** Twice the context with factor 2 stretches by 2 · 2 - 1 = 3, so θ = 100 · 3^(8/6). */
  @Test
  void dynamicGrowsTheBaseBeyondTheContext() {
    RopeScaling scaling = new RopeScaling.Dynamic(2, 32);
    check(frequencies(scaling, 32), 1, ROOT / 10, .1, ROOT / 100);
    double theta = 100 * Math.pow(3, 8 / 6.0);
    check(
        frequencies(scaling, 64),
        1,
        Math.pow(theta, -.25),
        Math.pow(theta, -.5),
        Math.pow(theta, -.75));
    assertThat(scaling.regime(32)).isEqualTo(scaling.regime(1));
    assertThat(scaling.regime(33)).isNotEqualTo(scaling.regime(34));
    assertThat(scaling.reach(32)).isEqualTo(64);
  }

  /**
   * With 32 positions before and bounds of 1 and 4 waves in them: 5.09 waves are kept, 1.61 mixed
   * by (1.61 - 1) / 3, the others divided.
   */
  @Test
  void llama3DividesLongWavesOnly() {
    double kept = (32 * ROOT / 10 / (2 * Math.PI) - 1) / 3;
    check(
        frequencies(new RopeScaling.Llama3(8, 1, 4, 32), 99),
        1,
        ROOT / 10 * (kept + (1 - kept) / 8),
        .1 / 8,
        ROOT / 800);
  }

  /**
   * A frequency with index j makes 32 · 100^(-j/4) / 2π turns over the original context: 4 turns at
   * j = 0.21, one at j = 1.41. In whole dimensions the ramp runs from 0 to 2.
   */
  @Test
  void yarnRampsFromKeptToDivided() {
    check(
        frequencies(new RopeScaling.Yarn(4, 4, 1, 32, true, 1), 99),
        1,
        ROOT / 10 * (.5 + .5 / 4),
        .1 / 4,
        ROOT / 400);
    double from = Math.log(32 / (8 * Math.PI)) / Math.log(100) * 4;
    double to = Math.log(32 / (2 * Math.PI)) / Math.log(100) * 4;
    double divided = (1 - from) / (to - from);
    check(
        frequencies(new RopeScaling.Yarn(4, 4, 1, 32, false, 1), 99),
        1,
        ROOT / 10 * (1 - divided + divided / 4),
        .1 / 4,
        ROOT / 400);
    assertThat(new RopeScaling.Yarn(4, 4, 1, 32, false, 1).reach(32)).isEqualTo(128);
  }

  @Test
  void longRopeHasOneSetWithinTheOriginalContextAndOneBeyond() {
    RopeScaling scaling =
        new RopeScaling.LongRope(List.of(1d, 2d, 3d, 4d), List.of(5d, 6d, 7d, 8d), 32, 1.1);
    check(frequencies(scaling, 32), 1, ROOT / 20, .1 / 3, ROOT / 400);
    check(frequencies(scaling, 33), .2, ROOT / 60, .1 / 7, ROOT / 800);
    assertThat(scaling.recomputes()).isTrue();
    assertThat(scaling.magnitude()).isEqualTo(1.1);
  }
}
