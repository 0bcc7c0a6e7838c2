package dev.ballast.model;

import dev.ballast.checkpoint.RopeMagnitude;
import java.util.List;

/**
 * Reads rotary positions as transformers 4 writes them ({@code rope_theta}, {@code rope_scaling})
 * or as transformers 5 does ({@code rope_parameters}).
 */
final class RopeKeys {
  private final ConfigKeys keys;
  private final int headSize;
  private final int context;

  /**
   * @param keys of the whole config
   * @param context the key {@code max_position_embeddings}
   */
  RopeKeys(ConfigKeys keys, int headSize, int context) {
    this.keys = keys;
    this.headSize = headSize;
    this.context = context;
  }

  /** Read one rule for all layers, by which whole heads are rotated. */
  RopeConfig read(double defaultTheta) {
    return whole(readPartial(defaultTheta));
  }

  /** Read one rule for all layers; {@code partial_rotary_factor} may leave dimensions out. */
  RopeConfig readPartial(double defaultTheta) {
    return config(scaling(), keys.number("rope_theta", defaultTheta));
  }

  /** Read the rule of a layer type where every type has its own. */
  RopeConfig read(String layerType, double defaultTheta) {
    return whole(config(keys.part("rope_parameters").part(layerType), defaultTheta));
  }

  /** Return the rule without scaling. */
  RopeConfig plain(double theta) {
    return new RopeConfig(theta, headSize, new RopeScaling.None());
  }

  private RopeConfig whole(RopeConfig rope) {
    if (rope.dims() != headSize) {
      throw keys.bad("only 1.0 is implemented for this family", "partial_rotary_factor");
    }
    return rope;
  }

  private ConfigKeys scaling() {
    ConfigKeys older = keys.part("rope_scaling");
    ConfigKeys newer = keys.part("rope_parameters");
    if (!older.isEmpty() && !newer.isEmpty()) {
      throw keys.bad("rope_scaling and rope_parameters say the same thing twice", "rope_scaling")
          .fix("keep one of the two");
    }
    return older.isEmpty() ? newer : older;
  }

  private RopeConfig config(ConfigKeys rope, double theta) {
    double share = rope.number("partial_rotary_factor", keys.number("partial_rotary_factor", 1));
    if (share > 1) {
      throw keys.bad("must be <= 1", "partial_rotary_factor");
    }
    int dims = (int) (headSize * share);
    return new RopeConfig(rope.number("rope_theta", theta), dims, scaling(rope, dims));
  }

  private RopeScaling scaling(ConfigKeys rope, int dims) {
    String type = rope.text("rope_type", rope.text("type", "default"));
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(factor(rope));
      case "dynamic" -> dynamic(rope, dims);
      case "llama3" -> llama3(rope);
      // Early Phi-3 checkpoints call LongRoPE "su", or "yarn" with the keys of LongRoPE.
      case "yarn" -> rope.has("short_factor") ? longRope(rope, dims) : yarn(rope);
      case "longrope", "su" -> longRope(rope, dims);
      default ->
          throw rope.bad("this rope is not implemented", rope.has("type") ? "type" : "rope_type")
              .fix("implemented are default, linear, dynamic, llama3, yarn, longrope");
    };
  }

  private RopeScaling dynamic(ConfigKeys rope, int dims) {
    if (dims < 4) {
      throw rope.bad("dynamic scaling needs at least 4 rotated dimensions", "rope_type");
    }
    return new RopeScaling.Dynamic(factor(rope), context);
  }

  private RopeScaling llama3(ConfigKeys rope) {
    double low = required(rope, "low_freq_factor");
    double high = required(rope, "high_freq_factor");
    if (high <= low) {
      throw rope.bad("must be greater than low_freq_factor", "high_freq_factor");
    }
    return new RopeScaling.Llama3(factor(rope), low, high, original(rope));
  }

  private RopeScaling yarn(ConfigKeys rope) {
    if (!rope.has("factor") && !rope.has("original_max_position_embeddings")) {
      throw rope.bad("yarn needs a factor", "factor");
    }
    int original = original(rope);
    double factor = rope.has("factor") ? factor(rope) : (double) context / original;
    double mscale = rope.positive("mscale");
    double mscaleAll = rope.positive("mscale_all_dim");
    double inferred =
        mscale > 0 && mscaleAll > 0
            ? RopeMagnitude.yarn(factor, mscale) / RopeMagnitude.yarn(factor, mscaleAll)
            : RopeMagnitude.yarn(factor, 1);
    return new RopeScaling.Yarn(
        factor,
        rope.has("beta_fast") ? required(rope, "beta_fast") : 32,
        rope.has("beta_slow") ? required(rope, "beta_slow") : 1,
        original,
        rope.flag("truncate", true),
        rope.number("attention_factor", inferred));
  }

  private RopeScaling longRope(ConfigKeys rope, int dims) {
    int original = original(rope);
    double factor = rope.has("factor") ? factor(rope) : (double) context / original;
    double inferred = RopeMagnitude.longRope(factor, original);
    return new RopeScaling.LongRope(
        factors(rope, "short_factor", dims),
        factors(rope, "long_factor", dims),
        original,
        rope.number("attention_factor", inferred));
  }

  private static List<Double> factors(ConfigKeys rope, String key, int dims) {
    List<Double> factors = rope.numbers(key);
    if (factors.size() != dims / 2 || factors.stream().anyMatch(f -> !(f > 0))) {
      throw rope.bad("needs " + dims / 2 + " numbers > 0", key);
    }
    return factors;
  }

  private static double factor(ConfigKeys rope) {
    return required(rope, "factor");
  }

  private static double required(ConfigKeys rope, String key) {
    if (!(rope.number(key) > 0)) {
      throw rope.bad("must be > 0", key);
    }
    return rope.number(key);
  }

  /** Read the context of pretraining; a key of the whole config wins, as in transformers. */
  private int original(ConfigKeys rope) {
    String key = "original_max_position_embeddings";
    int inRope = rope.integer(key, context);
    int original = keys.integer(key, inRope);
    if (original < 2) {
      throw rope.bad("must be >= 2", key);
    }
    return original;
  }
}
