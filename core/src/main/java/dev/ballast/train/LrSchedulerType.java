package dev.ballast.train;

/** How the learning rate moves over the steps, exactly as in transformers. */
public enum LrSchedulerType {
  CONSTANT,
  CONSTANT_WITH_WARMUP,
  LINEAR,
  COSINE;

  /**
   * Return what the learning rate is multiplied with in one optimiser step.
   *
   * @param step from 0; with warm-up the first step's factor is 0
   * @param warmup steps of linear rise
   * @param total steps of the whole run
   */
  public double factor(long step, long warmup, long total) {
    if (this != CONSTANT && step < warmup) {
      return (double) step / Math.max(1, warmup);
    }
    double progress = (double) (step - warmup) / Math.max(1, total - warmup);
    return switch (this) {
      case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
      case LINEAR -> Math.max(0, (double) (total - step) / Math.max(1, total - warmup));
      case COSINE -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
    };
  }
}
