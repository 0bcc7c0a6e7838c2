package dev.ballast.model;

import java.util.List;

/**
 * How the frequencies of rotary positions are changed to reach beyond the context of pretraining,
 * in radians per position of each rotated pair. All rules are those of transformers, in F32 as
 * there, to stay equal at long positions.
 */
sealed interface RopeScaling {
  /**
   * Return the frequencies, slowest last.
   *
   * @param theta base
   * @param dims rotated dimensions of a head, twice as many as frequencies
   * @param length tokens of the row
   */
  float[] frequencies(double theta, int dims, int length);

  /** Return what cosines and sines are multiplied by. */
  default double magnitude() {
    return 1;
  }

  /** Return the regime of a row's length: where it is equal the frequencies are. */
  default int regime(int length) {
    return 0;
  }

  /**
   * Tell whether the cached keys and values of a row that grows into another regime are computed
   * again. Where not, keys keep the frequencies of the length at which they were computed.
   */
  default boolean recomputes() {
    return false;
  }

  /** Return the most positions of a row, given the key {@code max_position_embeddings}. */
  default int reach(int context) {
    return context;
  }

  private static float[] plain(double theta, int dims) {
    float[] frequencies = new float[dims / 2];
    for (int j = 0; j < frequencies.length; j++) {
      frequencies[j] = 1 / (float) Math.pow(theta, 2f * j / dims);
    }
    return frequencies;
  }

  private static int times(int context, double factor) {
    return (int) Math.min(Integer.MAX_VALUE, Math.floor(context * factor));
  }

  /** θ^(-2j/dims) (Su et al. 2021, §3.2.2). */
  record None() implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dims, int length) {
      return plain(theta, dims);
    }
  }

  /** All frequencies divided by a factor (Chen et al. 2023, position interpolation). */
  record Linear(double factor) implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dims, int length) {
      float[] frequencies = plain(theta, dims);
      for (int j = 0; j < frequencies.length; j++) {
        frequencies[j] /= (float) factor;
      }
      return frequencies;
    }

    @Override
    public int reach(int context) {
      return times(context, factor);
    }
  }

  /** A base that grows with rows longer than the context of pretraining (dynamic NTK). */
  record Dynamic(double factor, int context) implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dims, int length) {
      double stretch = factor * Math.max(length, context) / context - (factor - 1);
      return plain(theta * Math.pow(stretch, dims / (dims - 2.0)), dims);
    }

    @Override
    public int regime(int length) {
      return length <= context ? 0 : length;
    }

    @Override
    public int reach(int ignored) {
      return times(context, factor);
    }
  }

  /**
   * Long waves divided by a factor, short ones kept, those between mixed (Llama 3.1).
   *
   * @param low waves longer than original / low are long
   * @param high waves shorter than original / high are short
   */
  record Llama3(double factor, double low, double high, int original) implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dims, int length) {
      float[] frequencies = plain(theta, dims);
      for (int j = 0; j < frequencies.length; j++) {
        double plain = frequencies[j];
        double waves = original * plain / (2 * Math.PI);
        double kept = Math.clamp((waves - low) / (high - low), 0, 1);
        frequencies[j] = (float) ((1 - kept) * plain / factor + kept * plain);
      }
      return frequencies;
    }
  }

  /**
   * Slow frequencies divided by a factor, fast ones kept, a ramp between (YaRN, Peng et al. 2023,
   * §3.2).
   *
   * @param fast turns over the original context from which a frequency is kept
   * @param slow turns up to which it is divided
   * @param whole whether the ramp begins and ends at whole dimensions
   */
  record Yarn(
      double factor, double fast, double slow, int original, boolean whole, double magnitude)
      implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dims, int length) {
      double first = dimension(fast, theta, dims);
      double last = dimension(slow, theta, dims);
      double from = Math.max(whole ? Math.floor(first) : first, 0);
      double to = Math.min(whole ? Math.ceil(last) : last, dims - 1);
      double width = from == to ? 0.001 : to - from;
      float[] frequencies = plain(theta, dims);
      for (int j = 0; j < frequencies.length; j++) {
        double divided = Math.clamp((j - from) / width, 0, 1);
        frequencies[j] =
            (float) (frequencies[j] / factor * divided + frequencies[j] * (1 - divided));
      }
      return frequencies;
    }

    /** Return the frequency's index that makes so many turns over the original context. */
    private double dimension(double turns, double theta, int dims) {
      return dims * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }

    @Override
    public int reach(int context) {
      return Math.max(context, times(original, factor));
    }
  }

  /**
   * Each frequency divided by its own factor, of which there are two sets: for rows within the
   * original context and for longer ones (LongRoPE, Ding et al. 2024).
   */
  record LongRope(
      List<Double> shortFactors, List<Double> longFactors, int original, double magnitude)
      implements RopeScaling {
    public LongRope {
      shortFactors = List.copyOf(shortFactors);
      longFactors = List.copyOf(longFactors);
    }

    @Override
    public float[] frequencies(double theta, int dims, int length) {
      List<Double> factors = regime(length) == 0 ? shortFactors : longFactors;
      float[] frequencies = plain(theta, dims);
      for (int j = 0; j < frequencies.length; j++) {
        frequencies[j] /= factors.get(j).floatValue();
      }
      return frequencies;
    }

    @Override
    public int regime(int length) {
      return length <= original ? 0 : 1;
    }

    @Override
    public boolean recomputes() {
      return true;
    }
  }
}
