package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rotary positions of a {@code config.json}, of transformers 4 or 5, told in GGUF's words.
 *
 * @param parameters those of layers that see all tokens
 * @param theta the base of their frequencies
 * @param original the context that a scaling starts from
 * @param context the most positions of a row
 */
record HfRope(String type, HfConfig parameters, double theta, int original, int context) {
  private static final String PARAMETERS = "rope_parameters";
  private static final String ORIGINAL = "original_max_position_embeddings";

  /** The original context of Llama 3, which GGUF files of it do not name. */
  static final int LLAMA3_CONTEXT = 8192;

  private static final double SAME = 1e-6;

  /**
   * Read a configuration.
   *
   * @throws BadInput for a kind of scaling that llama.cpp does not have for this architecture
   */
  static HfRope of(HfConfig config, GgufArchitecture architecture) {
    HfConfig nested = section(config);
    HfConfig full = nested.section(GgufConfig.FULL).orElse(nested);
    String named = full.text("rope_type").or(() -> full.text("type")).orElse("default");
    String type = named.equals("su") ? "longrope" : named;
    if (!types(architecture).contains(type)) {
      throw BadInput.of("llama.cpp has no such rotary positions for " + architecture.gguf())
          .key(PARAMETERS + ".rope_type")
          .value(named)
          .fix("write a Hugging Face folder");
    }
    int context = config.requiredInteger("max_position_embeddings");
    double standard = architecture == GgufArchitecture.GEMMA3 ? 1e6 : 1e4;
    return new HfRope(
        type,
        full,
        full.number("rope_theta").or(() -> config.number("rope_theta")).orElse(standard),
        config.integer(ORIGINAL).or(() -> full.integer(ORIGINAL)).orElse(context),
        context);
  }

  /** Return the base of layers that see a window, where they have one of their own. */
  static double localTheta(HfConfig config) {
    Optional<HfConfig> local = section(config).section(GgufConfig.SLIDING);
    local.ifPresent(parameters -> parameters.require("rope_type", "default"));
    return local
        .flatMap(parameters -> parameters.number("rope_theta"))
        .or(() -> config.number("rope_local_base_freq"))
        .orElse(1e4);
  }

  private static HfConfig section(HfConfig config) {
    return config
        .section(PARAMETERS)
        .or(() -> config.section("rope_scaling"))
        .orElseGet(() -> new HfConfig(Json.treeOf(Map.of())));
  }

  private static Set<String> types(GgufArchitecture architecture) {
    return switch (architecture) {
      case LLAMA -> Set.of("default", "linear", "yarn", "llama3", "longrope");
      case PHI3 -> Set.of("default", "longrope");
      case GEMMA2, GEMMA3 -> Set.of("default", "linear");
      case QWEN2, QWEN3, FALCON, OLMO2 -> Set.of("default", "linear", "yarn");
    };
  }

  void put(GgufPairs pairs, String prefix) {
    pairs.number(prefix + "rope.freq_base", theta);
    switch (type) {
      case "linear" -> {
        pairs.text(prefix + "rope.scaling.type", type);
        pairs.number(prefix + "rope.scaling.factor", parameters.requiredNumber("factor"));
      }
      case "yarn" -> yarn(pairs, prefix + "rope.scaling.");
      case "longrope" -> {
        pairs.text(prefix + "rope.scaling.type", type);
        pairs.integer(prefix + "rope.scaling.original_context_length", original);
        pairs.number(prefix + "rope.scaling.attn_factor", longAttention());
      }
      case "llama3" -> {
        if (original != LLAMA3_CONTEXT) {
          pairs.integer(prefix + "rope.scaling.original_context_length", original);
        }
      }
      default -> {
        // Positions as they are need no word.
      }
    }
  }

  private void yarn(GgufPairs pairs, String prefix) {
    parameters.require("truncate", "true");
    parameters.require("mscale", "1.0", "1");
    parameters.require("mscale_all_dim", "0", "0.0");
    double factor = parameters.requiredNumber("factor");
    pairs.text(prefix + "type", type);
    pairs.number(prefix + "factor", factor);
    pairs.integer(prefix + "original_context_length", original);
    parameters.number("beta_fast").ifPresent(b -> pairs.number(prefix + "yarn_beta_fast", b));
    parameters.number("beta_slow").ifPresent(b -> pairs.number(prefix + "yarn_beta_slow", b));
    double standard = RopeMagnitude.yarn(factor, 1);
    double attention = parameters.number("attention_factor").orElse(standard);
    if (Math.abs(attention - standard) > SAME * standard) {
      // llama.cpp multiplies its own factor, which is the standard one, by this.
      pairs.number(prefix + "attn_factor", attention / standard);
    }
  }

  private double longAttention() {
    double stretch = parameters.number("factor").orElse((double) context / original);
    return parameters
        .number("attention_factor")
        .orElseGet(() -> RopeMagnitude.longRope(stretch, original));
  }

  /** Return the tensors of factors that the scaling needs, by name. */
  Map<String, float[]> tables(int dims) {
    Map<String, float[]> tables = new LinkedHashMap<>();
    if (type.equals("llama3")) {
      Llama3Rope scaling =
          new Llama3Rope(
              parameters.requiredNumber("factor"),
              parameters.requiredNumber("low_freq_factor"),
              parameters.requiredNumber("high_freq_factor"),
              original);
      tables.put(GgufRope.FREQS, scaling.factors(theta, dims));
    } else if (type.equals("longrope")) {
      tables.put(GgufRope.LONG, factors("long_factor", dims));
      tables.put(GgufRope.SHORT, factors("short_factor", dims));
    }
    return tables;
  }

  private float[] factors(String key, int dims) {
    List<Double> values = parameters.numbers(key);
    if (values.size() != dims / 2) {
      throw BadInput.of("rotary positions need " + dims / 2 + " factors")
          .key(PARAMETERS + "." + key)
          .value(values.size())
          .fix("correct the key in config.json");
    }
    float[] factors = new float[values.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = values.get(i).floatValue();
    }
    return factors;
  }
}
