package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * The shape of a Llama-style decoder, as in a checkpoint's {@code config.json}.
 *
 * @param heads query heads, a multiple of {@code kvHeads}
 * @param headSize even
 * @param context most positions a row may have
 * @param tied whether the output embedding is the input embedding
 * @param padToken id whose row of the input embedding no lookup moves in training; -1 = none
 */
public record ModelConfig(
    String family,
    int vocabulary,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int kvHeads,
    int headSize,
    int context,
    double normEps,
    double ropeTheta,
    boolean tied,
    int padToken,
    List<Integer> endTokens) {
  /** Keys that change the computation, with the one value that is implemented. */
  private static final Map<String, String> FIXED =
      Map.of(
          "hidden_act", "silu",
          "attention_bias", "false",
          "mlp_bias", "false",
          "pretraining_tp", "1",
          "sliding_window", "null",
          "rope_interleaved", "false",
          "partial_rotary_factor", "1.0",
          "quantization_config", "null");

  public ModelConfig {
    endTokens = List.copyOf(endTokens);
    atLeastOne("vocab_size", vocabulary);
    atLeastOne("hidden_size", hidden);
    atLeastOne("intermediate_size", intermediate);
    atLeastOne("num_hidden_layers", layers);
    atLeastOne("num_key_value_heads", kvHeads);
    atLeastOne("max_position_embeddings", context);
    if (heads < 1 || heads % kvHeads != 0) {
      throw BadInput.of("num_attention_heads must be a multiple of " + kvHeads + ", was " + heads);
    }
    if (headSize < 2 || headSize % 2 != 0) {
      throw BadInput.of("head_dim must be even and > 0, was " + headSize);
    }
    if (padToken < -1 || padToken >= vocabulary) {
      throw BadInput.of("must be a token of the vocabulary of " + vocabulary)
          .key("pad_token_id")
          .value(padToken);
    }
    if (!(normEps > 0) || !(ropeTheta > 0)) {
      throw BadInput.of("rms_norm_eps and rope_theta must be > 0");
    }
  }

  /**
   * Decode a {@code config.json} of the Llama family, as transformers 4 or 5 writes it.
   *
   * @throws BadInput for a missing key, or one that changes the computation in a way not
   *     implemented
   */
  static ModelConfig ofLlama(JsonNode config) {
    FIXED.forEach((key, value) -> refuseOther(config, key, value));
    int heads = integer(config, "num_attention_heads");
    int hidden = integer(config, "hidden_size");
    return new ModelConfig(
        "llama",
        integer(config, "vocab_size"),
        hidden,
        integer(config, "intermediate_size"),
        integer(config, "num_hidden_layers"),
        heads,
        present(config, "num_key_value_heads") ? integer(config, "num_key_value_heads") : heads,
        present(config, "head_dim") ? integer(config, "head_dim") : hidden / heads,
        integer(config, "max_position_embeddings"),
        config.path("rms_norm_eps").asDouble(1e-6),
        ropeTheta(config),
        config.path("tie_word_embeddings").asBoolean(false),
        Math.max(-1, config.path("pad_token_id").asInt(-1)),
        endTokens(config.path("eos_token_id")));
  }

  /** Return the number of weights of the linear layers and embeddings together. */
  public long parameterCount() {
    return LlamaShapes.of(this).values().stream()
        .mapToLong(shape -> LongStream.of(shape).reduce(1, (a, b) -> a * b))
        .sum();
  }

  private static double ropeTheta(JsonNode config) {
    for (String key : List.of("rope_scaling", "rope_parameters")) {
      JsonNode rope = config.path(key);
      String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
      if (!type.equals("default")) {
        throw BadInput.of("this rope is not implemented").key(key).value(rope);
      }
      if (rope.has("rope_theta")) {
        return rope.path("rope_theta").asDouble();
      }
    }
    return config.path("rope_theta").asDouble(10000);
  }

  private static List<Integer> endTokens(JsonNode eos) {
    if (eos.isArray()) {
      return eos.valueStream().map(JsonNode::asInt).toList();
    }
    return eos.isNumber() ? List.of(eos.asInt()) : List.of();
  }

  private static void refuseOther(JsonNode config, String key, String implemented) {
    if (present(config, key)) {
      String value = config.path(key).asString();
      if (!value.equals(implemented) && !(value + ".0").equals(implemented)) {
        throw BadInput.of("only " + implemented + " is implemented").key(key).value(value);
      }
    }
  }

  private static boolean present(JsonNode config, String key) {
    return !config.path(key).isMissingNode() && !config.path(key).isNull();
  }

  private static int integer(JsonNode config, String key) {
    if (!config.path(key).isIntegralNumber()) {
      throw BadInput.of("config.json needs a whole number").key(key).value(config.path(key));
    }
    return config.path(key).asInt();
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw BadInput.of("must be >= 1").key(key).value(value);
    }
  }
}
