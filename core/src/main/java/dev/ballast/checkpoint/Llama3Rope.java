package dev.ballast.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Llama 3.1's scaling of rotary frequencies: fast ones stay, slow ones are divided, those between
 * are mixed. Source: transformers, modeling_rope_utils.py, rope type llama3.
 *
 * @param low turns within the original context below which a frequency is slow
 * @param high turns above which it is fast
 * @param original context that the model was first trained with
 */
record Llama3Rope(double factor, double low, double high, double original) {
  private static final double TOLERANCE = 1e-4;

  /** Return by how much each frequency is divided, which is what {@code rope_freqs} holds. */
  float[] factors(double theta, int dims) {
    float[] factors = new float[dims / 2];
    for (int i = 0; i < factors.length; i++) {
      double turns = original / (2 * Math.PI) * Math.pow(theta, -2.0 * i / dims);
      double fast = Math.clamp((turns - low) / (high - low), 0.0, 1.0);
      factors[i] = (float) (1 / ((1 - fast) / factor + fast));
    }
    return factors;
  }

  /** Find the scaling with the bounds 1 and 4, which all models have, that made some factors. */
  static Optional<Llama3Rope> of(float[] factors, double theta, double original) {
    Llama3Rope guess = new Llama3Rope(factors[factors.length - 1], 1, 4, original);
    float[] made = guess.factors(theta, 2 * factors.length);
    for (int i = 0; i < factors.length; i++) {
      if (!(Math.abs(made[i] - factors[i]) <= TOLERANCE * factors[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(guess);
  }

  /** Return HF's words. */
  Map<String, Object> parameters() {
    Map<String, Object> rope = new LinkedHashMap<>();
    rope.put("rope_type", "llama3");
    rope.put("factor", factor);
    rope.put("low_freq_factor", low);
    rope.put("high_freq_factor", high);
    rope.put("original_max_position_embeddings", (int) original);
    return rope;
  }
}
