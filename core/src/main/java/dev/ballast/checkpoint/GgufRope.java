package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rotary positions of a GGUF file, told as HF's {@code rope_parameters}.
 *
 * @param prefix of the architecture's keys
 * @param dims numbers of a head that rotate
 * @param tables the tensors of factors that the file has, by name
 */
record GgufRope(GgufMetadata metadata, String prefix, int dims, Map<String, float[]> tables) {
  static final String FREQS = "rope_freqs.weight";
  static final String LONG = "rope_factors_long.weight";
  static final String SHORT = "rope_factors_short.weight";
  static final List<String> TABLES = List.of(FREQS, LONG, SHORT);

  private static final double SAME = 1e-5;

  double theta() {
    return metadata.positive(prefix + "rope.freq_base").orElse(10000.0);
  }

  /**
   * Return the parameters of rows of any length.
   *
   * @throws BadInput for a scaling that HF has no words for
   */
  Map<String, Object> parameters() {
    Map<String, Object> rope = new LinkedHashMap<>(scaling());
    rope.put("rope_theta", theta());
    return rope;
  }

  private Map<String, Object> scaling() {
    if (tables.containsKey(FREQS)) {
      return byFrequency(table(FREQS));
    } else if (tables.containsKey(LONG) || tables.containsKey(SHORT)) {
      return byLength();
    }
    return switch (type()) {
      case "none" -> Map.of("rope_type", "default");
      case "linear" -> linear();
      case "yarn" -> yarn();
      default -> throw unread("rope.scaling.type");
    };
  }

  private Map<String, Object> linear() {
    Map<String, Object> rope = new LinkedHashMap<>();
    rope.put("rope_type", "linear");
    rope.put("factor", factor());
    return rope;
  }

  private String type() {
    // A factor alone is linear, as in llama.cpp.
    String named = metadata.text(prefix + "rope.scaling.type").orElse("linear");
    return named.equals("linear") && factor() == 1 ? "none" : named;
  }

  private double factor() {
    return number("rope.scaling.factor").or(() -> number("rope.scale_linear")).orElse(1.0);
  }

  private Optional<Double> number(String key) {
    return metadata.positive(prefix + key);
  }

  private int original() {
    return original(metadata.requiredInteger(prefix + "context_length"));
  }

  private int original(int otherwise) {
    String key = prefix + "rope.scaling.original_context_length";
    return metadata.integer(key).isPresent() ? metadata.requiredInteger(key) : otherwise;
  }

  private Map<String, Object> byFrequency(float[] factors) {
    if (!type().equals("none")) {
      throw unread("rope.scaling.type");
    }
    if (IntStream.range(0, factors.length).allMatch(i -> factors[i] == 1)) {
      return Map.of("rope_type", "default");
    }
    return Llama3Rope.of(factors, theta(), original(HfRope.LLAMA3_CONTEXT))
        .map(Llama3Rope::parameters)
        .orElseGet(() -> longRope(factors, factors, 1));
  }

  private Map<String, Object> byLength() {
    return longRope(table(SHORT), table(LONG), number("rope.scaling.attn_factor").orElse(1.0));
  }

  private Map<String, Object> longRope(float[] shorter, float[] longer, double attention) {
    int original = original();
    double stretch = (double) metadata.requiredInteger(prefix + "context_length") / original;
    double standard = RopeMagnitude.longRope(stretch, original);
    Map<String, Object> rope = new LinkedHashMap<>();
    rope.put("rope_type", "longrope");
    rope.put("short_factor", decimals(shorter));
    rope.put("long_factor", decimals(longer));
    rope.put("original_max_position_embeddings", original);
    if (!(Math.abs(attention - standard) <= SAME * standard)) {
      rope.put("attention_factor", attention);
    }
    return rope;
  }

  private Map<String, Object> yarn() {
    if (number("rope.scaling.yarn_ext_factor").orElse(1.0) != 1) {
      throw unread("rope.scaling.yarn_ext_factor");
    }
    if (metadata.values().containsKey(prefix + "rope.scaling.yarn_log_multiplier")) {
      throw unread("rope.scaling.yarn_log_multiplier");
    }
    Map<String, Object> rope = new LinkedHashMap<>();
    rope.put("rope_type", "yarn");
    rope.put("factor", factor());
    rope.put("original_max_position_embeddings", original());
    number("rope.scaling.yarn_beta_fast").ifPresent(beta -> rope.put("beta_fast", beta));
    number("rope.scaling.yarn_beta_slow").ifPresent(beta -> rope.put("beta_slow", beta));
    double standard = RopeMagnitude.yarn(factor(), 1);
    double attention =
        number("rope.scaling.yarn_attn_factor").orElse(standard)
            * number("rope.scaling.attn_factor").orElse(1.0);
    if (!(Math.abs(attention - standard) <= SAME * standard)) {
      rope.put("attention_factor", attention);
    }
    return rope;
  }

  private float[] table(String name) {
    float[] table = tables.getOrDefault(name, new float[0]);
    if (table.length == 0 || table.length != dims / 2) {
      throw BadInput.of("scaled rotary positions need " + dims / 2 + " factors")
          .file(metadata.file())
          .key(name)
          .value(table.length)
          .fix("convert the model to GGUF again with a current converter");
    }
    return table;
  }

  /** Numbers by their shortest decimal, so that 1.1 stays 1.1. */
  private static List<Double> decimals(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Double.valueOf(Float.toString(values[i])))
        .toList();
  }

  private BadInput unread(String key) {
    return BadInput.of("scaled rotary positions of a kind that is not read")
        .file(metadata.file())
        .key(prefix + key)
        .fix("use the Hugging Face folder of this model");
  }
}
