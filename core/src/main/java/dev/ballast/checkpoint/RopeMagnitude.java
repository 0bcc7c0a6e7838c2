package dev.ballast.checkpoint;

/** What scaled rotary positions multiply cosines and sines by where a model names no number. */
public final class RopeMagnitude {
  private RopeMagnitude() {}

  /**
   * Return YaRN's, 0.1 m ln s + 1 (Peng et al. 2023, eq. 22, with a multiplier).
   *
   * @param stretch s, the context's length over that of pretraining; up to 1 gives 1
   */
  public static double yarn(double stretch, double multiplier) {
    return stretch <= 1 ? 1 : 0.1 * multiplier * Math.log(stretch) + 1;
  }

  /**
   * Return LongRoPE's, √(1 + ln s / ln original) (Ding et al. 2024).
   *
   * @param stretch s, the context's length over that of pretraining; up to 1 gives 1
   * @param original length of pretraining's context, &gt; 1
   */
  public static double longRope(double stretch, int original) {
    return stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original));
  }
}
