package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufRows.Heads;
import dev.ballast.json.BadInput;
import java.util.List;
import java.util.Optional;

/**
 * Tells a {@code config.json} in the keys of a GGUF file; what llama.cpp would compute otherwise is
 * refused. Source: llama.cpp, convert_hf_to_gguf.py and llama-model.cpp.
 */
record GgufKeys(HfConfig config, GgufArchitecture architecture, HfRope rope) {
  private static final String FOLDER = "write a Hugging Face folder";

  static GgufKeys of(HfConfig config) {
    GgufArchitecture architecture =
        GgufArchitecture.ofModelType(config.text("model_type").orElse(""));
    return new GgufKeys(config, architecture, HfRope.of(config, architecture));
  }

  Heads heads() {
    int query = config.requiredInteger("num_attention_heads");
    if (architecture != GgufArchitecture.FALCON) {
      return new Heads(query, config.integer("num_key_value_heads").orElse(query));
    }
    boolean oneForAll = config.present("multi_query").isEmpty() || config.flag("multi_query");
    boolean one = oneForAll && !config.flag("new_decoder_architecture");
    return new Heads(query, one ? 1 : config.integer("num_kv_heads").orElse(query));
  }

  int headSize() {
    return config
        .integer("head_dim")
        .orElseGet(
            () ->
                switch (architecture) {
                  case GEMMA2, GEMMA3 -> 256;
                  case QWEN3 -> 128;
                  case LLAMA, QWEN2, PHI3, FALCON, OLMO2 -> evenHead();
                });
  }

  /** Return how many numbers of a head rotate. */
  int rotating() {
    String key = "partial_rotary_factor";
    Optional<Double> share = rope.parameters().number(key).or(() -> config.number(key));
    return (int) (headSize() * share.orElse(1.0));
  }

  /** Tell whether the output matrix is the embedding. */
  boolean tied() {
    boolean usually = architecture.addsOneToNorms() || architecture == GgufArchitecture.FALCON;
    return config.present("tie_word_embeddings").isEmpty()
        ? usually
        : config.flag("tie_word_embeddings");
  }

  int layers() {
    return config.requiredInteger("num_hidden_layers");
  }

  /**
   * Put all keys of the architecture.
   *
   * @throws BadInput for a key that llama.cpp has no word for
   */
  void put(GgufPairs pairs, int vocabulary) {
    refuse();
    String prefix = architecture.gguf() + ".";
    pairs.integer(prefix + "block_count", layers());
    pairs.integer(prefix + "context_length", rope.context());
    pairs.integer(prefix + "embedding_length", config.requiredInteger("hidden_size"));
    pairs.integer(prefix + "feed_forward_length", feedForward());
    pairs.integer(prefix + "attention.head_count", heads().query());
    pairs.integer(prefix + "attention.head_count_kv", heads().keyValue());
    pairs.integer(prefix + "attention.key_length", headSize());
    pairs.integer(prefix + "attention.value_length", headSize());
    pairs.integer(prefix + "rope.dimension_count", rotating());
    pairs.integer(prefix + "vocab_size", vocabulary);
    if (architecture == GgufArchitecture.FALCON) {
      pairs.text(prefix + "tensor_data_layout", "jploski");
      pairs.number(
          prefix + "attention.layer_norm_epsilon", config.requiredNumber("layer_norm_epsilon"));
    } else {
      pairs.number(
          prefix + "attention.layer_norm_rms_epsilon", config.requiredNumber("rms_norm_eps"));
    }
    rope.put(pairs, prefix);
    windows(pairs, prefix);
    caps(pairs, prefix);
  }

  private void refuse() {
    if (config.present("quantization_config").isPresent()) {
      throw unknown("quantization_config");
    }
    switch (architecture) {
      case LLAMA -> {
        config.require("hidden_act", "silu");
        refuseWindow();
      }
      case QWEN2, QWEN3 -> {
        config.require("hidden_act", "silu");
        config.require("use_sliding_window", "false");
      }
      case PHI3, OLMO2 -> config.require("hidden_act", "silu");
      case GEMMA2, GEMMA3 -> gemma();
      case FALCON -> falcon();
    }
    if (architecture != GgufArchitecture.LLAMA) {
      config.require("attention_bias", "false");
    }
    if (architecture != GgufArchitecture.PHI3 && rotating() != headSize()) {
      throw unknown("partial_rotary_factor");
    }
  }

  private void refuseWindow() {
    int window = config.integer("sliding_window").orElse(rope.context());
    if (window < rope.context()) {
      throw BadInput.of("llama.cpp has no window of the last " + window + " tokens here")
          .key("sliding_window")
          .value(window)
          .fix("set max_position_embeddings in config.json to the window: rows up to it are equal");
    }
  }

  private void gemma() {
    config.require("hidden_activation", "gelu_pytorch_tanh");
    config.require("use_bidirectional_attention", "false");
    refuseScale();
    if (architecture == GgufArchitecture.GEMMA2) {
      config.require("tie_word_embeddings", "true");
      for (String cap : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
        if (config.tree().path(cap).isNull()) {
          throw unknown(cap);
        }
      }
    } else if (config.present("attn_logit_softcapping").isPresent()) {
      throw unknown("attn_logit_softcapping");
    }
  }

  /** llama.cpp has no key for it: it follows from the sizes. */
  private void refuseScale() {
    String key = "query_pre_attn_scalar";
    double scale = config.number(key).orElse(256.0);
    if (scale != GgufConfig.attentionScale(architecture, layers(), evenHead(), headSize())) {
      throw unknown(key).value(scale);
    }
  }

  private void falcon() {
    config.require("activation", "gelu");
    config.require("alibi", "false");
    config.require("bias", "false");
    if (!config.flag("new_decoder_architecture")) {
      config.require("parallel_attn", "true");
    }
  }

  private void windows(GgufPairs pairs, String prefix) {
    String key = prefix + "attention.sliding_window";
    if (architecture == GgufArchitecture.PHI3) {
      // llama.cpp knows the key, and so far sees all tokens all the same.
      pairs.integer(key, config.integer("sliding_window").orElse(0));
    } else if (architecture.hasWindows() && layerTypes().contains(GgufConfig.SLIDING)) {
      pairs.integer(key, config.requiredInteger("sliding_window"));
      if (architecture == GgufArchitecture.GEMMA3) {
        pairs.number(prefix + "rope.freq_base_swa", HfRope.localTheta(config));
      }
    }
  }

  /** Return which of gemma's layers see a window, where it is as llama.cpp has it. */
  private List<String> layerTypes() {
    int period = GgufConfig.period(architecture);
    List<String> usual = GgufConfig.layerTypes(layers(), period);
    List<String> types = config.texts("layer_types");
    config.require("sliding_window_pattern", Integer.toString(period));
    boolean windowless =
        architecture == GgufArchitecture.GEMMA3 && !types.contains(GgufConfig.SLIDING);
    if (!types.isEmpty() && !types.equals(usual) && !windowless) {
      throw unknown("layer_types");
    }
    return types.isEmpty() ? usual : types;
  }

  private void caps(GgufPairs pairs, String prefix) {
    if (architecture == GgufArchitecture.GEMMA2) {
      pairs.number(
          prefix + "attn_logit_softcapping", config.number("attn_logit_softcapping").orElse(50.0));
      pairs.number(
          prefix + "final_logit_softcapping",
          config.number("final_logit_softcapping").orElse(30.0));
    } else if (architecture == GgufArchitecture.GEMMA3) {
      config
          .number("final_logit_softcapping")
          .ifPresent(cap -> pairs.number(prefix + "final_logit_softcapping", cap));
    }
  }

  private int feedForward() {
    return architecture == GgufArchitecture.FALCON
        ? config.integer("ffn_hidden_size").orElse(4 * config.requiredInteger("hidden_size"))
        : config.requiredInteger("intermediate_size");
  }

  private int evenHead() {
    return config.requiredInteger("hidden_size") / config.requiredInteger("num_attention_heads");
  }

  private static BadInput unknown(String key) {
    return BadInput.of("llama.cpp has no word for this, so the file would compute otherwise")
        .key(key)
        .fix(FOLDER);
  }
}
