package dev.ballast.generate;

import dev.ballast.chat.Sampling;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chooses one row's next token: repetition penalty, temperature, top-k, top-p, min-p, in the order
 * of transformers. Its random numbers depend on the request's seed and the answer's index alone.
 */
final class Sampler {
  private final Sampling sampling;
  private final RandomGenerator random;
  private final BitSet seen = new BitSet();

  Sampler(Sampling sampling, int answer, int[] prompt) {
    this.sampling = sampling;
    random = new SplittableRandom(sampling.seed() * 0x9E3779B97F4A7C15L + answer);
    for (int id : prompt) {
      seen.set(id);
    }
  }

  /** Tell whether the largest logit is always the choice. */
  boolean plainGreedy() {
    return sampling.temperature() == 0 && sampling.repetitionPenalty() == 1;
  }

  /**
   * Choose.
   *
   * @param logits (vocab), overwritten
   */
  int choose(float[] logits) {
    penalise(logits);
    if (sampling.temperature() == 0) {
      return largest(logits);
    }
    return Candidates.of(logits, sampling.temperature())
        .topK(sampling.topK())
        .topP(sampling.topP())
        .minP(sampling.minP())
        .at(random.nextDouble());
  }

  /** Remember a token for the repetition penalty. */
  void saw(int id) {
    seen.set(id);
  }

  /** Divide positive and multiply negative logits of seen tokens (Keskar et al. 2019, §4.1). */
  private void penalise(float[] logits) {
    float penalty = (float) sampling.repetitionPenalty();
    if (penalty != 1) {
      seen.stream()
          .forEach(id -> logits[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty);
    }
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
