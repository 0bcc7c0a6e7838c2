package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Tells the hyperparameters of a GGUF file in the words of transformers 5's {@code config.json}.
 * Source: llama.cpp, convert_hf_to_gguf.py and llama-model.cpp; transformers, configuration_*.py.
 */
record GgufConfig(GgufHeader header, GgufSizes sizes, GgufRope rope) {
  static final String SLIDING = "sliding_attention";
  static final String FULL = "full_attention";

  JsonNode tree() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of(sizes.architecture().className()));
    config.put("model_type", sizes.architecture().modelType());
    config.put("hidden_size", sizes.size("embedding_length"));
    config.put("num_hidden_layers", sizes.size("block_count"));
    config.put("num_attention_heads", sizes.heads().query());
    config.put("max_position_embeddings", sizes.size("context_length"));
    config.put("vocab_size", vocabularySize());
    config.put("tie_word_embeddings", !has("output.weight"));
    switch (sizes.architecture()) {
      case LLAMA -> llama(config);
      case QWEN2, QWEN3 -> qwen(config);
      case PHI3 -> phi(config);
      case GEMMA2, GEMMA3 -> gemma(config);
      case FALCON -> falcon(config);
      case OLMO2 -> olmo(config);
    }
    putRope(config);
    new GgufTokens(header.metadata()).ids().forEach(config::put);
    // Through text, so that numbers have the types that a file would give them.
    return Json.tree(Json.encode(config));
  }

  private void llama(Map<String, Object> config) {
    shape(config);
    config.put("head_dim", sizes.headSize());
    config.put("hidden_act", "silu");
    config.put("attention_bias", has("blk.0.attn_q.bias"));
    config.put("mlp_bias", has("blk.0.ffn_up.bias"));
  }

  private void qwen(Map<String, Object> config) {
    shape(config);
    config.put("hidden_act", "silu");
    config.put("use_sliding_window", false);
    if (sizes.architecture() == GgufArchitecture.QWEN3) {
      config.put("head_dim", sizes.headSize());
      config.put("attention_bias", has("blk.0.attn_q.bias"));
    } else {
      unevenHead(config);
    }
  }

  private void phi(Map<String, Object> config) {
    shape(config);
    unevenHead(config);
    config.put("hidden_act", "silu");
    config.put("partial_rotary_factor", (double) sizes.rotating() / sizes.headSize());
    config.put(
        "original_max_position_embeddings",
        sizes
            .optional("rope.scaling.original_context_length")
            .orElseGet(() -> sizes.size("context_length")));
    sizes
        .optional("attention.sliding_window")
        .filter(window -> window > 0)
        .ifPresent(window -> config.put("sliding_window", window));
  }

  private void olmo(Map<String, Object> config) {
    shape(config);
    unevenHead(config);
    config.put("hidden_act", "silu");
    config.put("attention_bias", has("blk.0.attn_q.bias"));
  }

  private void gemma(Map<String, Object> config) {
    shape(config);
    config.put("head_dim", sizes.headSize());
    config.put("hidden_activation", "gelu_pytorch_tanh");
    config.put("attention_bias", has("blk.0.attn_q.bias"));
    config.put("query_pre_attn_scalar", attentionScale(sizes));
    List<String> layers = layerTypes();
    config.put("layer_types", layers);
    if (layers.contains(SLIDING)) {
      config.put("sliding_window", window());
    }
    if (sizes.architecture() == GgufArchitecture.GEMMA2) {
      config.put("attn_logit_softcapping", number("attn_logit_softcapping").orElse(50.0));
      config.put("final_logit_softcapping", number("final_logit_softcapping").orElse(30.0));
    } else {
      number("final_logit_softcapping")
          .ifPresent(cap -> config.put("final_logit_softcapping", cap));
    }
  }

  private void falcon(Map<String, Object> config) {
    int groups = sizes.heads().keyValue();
    boolean twoNorms = has("blk.0.attn_norm_2.weight");
    boolean grouped = groups > 1 || twoNorms;
    config.put("ffn_hidden_size", sizes.size("feed_forward_length"));
    config.put("num_kv_heads", groups);
    config.put("new_decoder_architecture", grouped);
    config.put("multi_query", true);
    config.put("parallel_attn", true);
    if (grouped) {
      config.put("num_ln_in_parallel_attn", twoNorms ? 2 : 1);
    }
    config.put("layer_norm_epsilon", required("attention.layer_norm_epsilon"));
    config.put("activation", "gelu");
    config.put("alibi", false);
    config.put("bias", false);
  }

  private void shape(Map<String, Object> config) {
    config.put("intermediate_size", sizes.size("feed_forward_length"));
    config.put("num_key_value_heads", sizes.heads().keyValue());
    config.put("rms_norm_eps", required("attention.layer_norm_rms_epsilon"));
  }

  /** Name the head size of a family that usually derives it. */
  private void unevenHead(Map<String, Object> config) {
    if (sizes.headSize() != sizes.evenHead()) {
      config.put("head_dim", sizes.headSize());
    }
  }

  /** Gemma 3 rotates windowed layers without the scaling of the others, and by another base. */
  private void putRope(Map<String, Object> config) {
    Map<String, Object> parameters = new LinkedHashMap<>(rope.parameters());
    config.put("rope_theta", rope.theta());
    if (sizes.architecture() == GgufArchitecture.GEMMA3) {
      Map<String, Object> local = new LinkedHashMap<>();
      local.put("rope_type", "default");
      local.put("rope_theta", number("rope.freq_base_swa").orElse(10000.0));
      config.put("rope_local_base_freq", number("rope.freq_base_swa").orElse(10000.0));
      Map<String, Object> both = new LinkedHashMap<>();
      both.put(FULL, parameters);
      both.put(SLIDING, local);
      config.put("rope_parameters", both);
      return;
    }
    if (sizes.architecture() == GgufArchitecture.PHI3) {
      parameters.put("partial_rotary_factor", (double) sizes.rotating() / sizes.headSize());
    }
    config.put("rope_parameters", parameters);
  }

  /** Tell which layers see a window only: those that the file names, or all but each nth. */
  private List<String> layerTypes() {
    String key = sizes.key("attention.sliding_window_pattern");
    JsonNode pattern = header.metadata().values().get(key);
    int layers = sizes.size("block_count");
    if (layers > header.slots().size()) {
      throw Bad.damaged(header.metadata().file(), "more layers than tensors").value(layers);
    }
    List<String> types = new ArrayList<>();
    if (pattern != null && pattern.isArray()) {
      pattern.forEach(sliding -> types.add(sliding.asBoolean(false) ? SLIDING : FULL));
      if (types.size() != layers) {
        throw BadInput.of("as many values as layers are needed: " + layers)
            .file(header.metadata().file())
            .key(key)
            .value(types.size())
            .fix(Bad.AGAIN);
      }
      return types;
    }
    int period =
        sizes
            .optional("attention.sliding_window_pattern")
            .orElseGet(() -> period(sizes.architecture()));
    return layerTypes(layers, window() == 0 ? 1 : period);
  }

  /** Let the last of each {@code period} layers see all tokens; 0 lets none. */
  static List<String> layerTypes(int layers, int period) {
    return IntStream.range(0, layers)
        .mapToObj(layer -> period > 0 && layer % period == period - 1 ? FULL : SLIDING)
        .toList();
  }

  /** Return the usual number of layers of which one sees all tokens. */
  static int period(GgufArchitecture architecture) {
    return architecture == GgufArchitecture.GEMMA2 ? 2 : 6;
  }

  private int window() {
    int standard = sizes.architecture() == GgufArchitecture.GEMMA2 ? 4096 : 0;
    return sizes.optional("attention.sliding_window").orElse(standard);
  }

  /** Return what scores are divided by the root of; only the largest models are told apart. */
  private static int attentionScale(GgufSizes sizes) {
    return attentionScale(
        sizes.architecture(), sizes.size("block_count"), sizes.evenHead(), sizes.headSize());
  }

  static int attentionScale(GgufArchitecture architecture, int layers, int evenHead, int head) {
    int largest = architecture == GgufArchitecture.GEMMA2 ? 46 : 62;
    return layers == largest ? evenHead : head;
  }

  private long vocabularySize() {
    return Optional.ofNullable(header.slots().get("token_embd.weight"))
        .map(slot -> slot.entry().shape().getFirst())
        .orElseGet(() -> (long) sizes.size("vocab_size"));
  }

  private boolean has(String tensor) {
    return header.slots().containsKey(tensor);
  }

  private Optional<Double> number(String name) {
    return header.metadata().positive(sizes.key(name));
  }

  private double required(String name) {
    return header.metadata().requiredPositive(sizes.key(name));
  }
}
