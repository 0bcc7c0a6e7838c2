package dev.ballast.checkpoint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tensors, GGUF's and HF's, in both directions. Source: gguf-py, tensor_mapping.py.
 *
 * @param layers what the names of HF's layers begin with
 * @param outer GGUF name → HF name, outside the layers, without {@code .weight} or {@code .bias}
 * @param inner the same inside a layer
 */
record GgufNames(String layers, Map<String, String> outer, Map<String, String> inner) {
  private static final Pattern GGUF =
      Pattern.compile("(?:blk\\.(\\d{1,6})\\.)?(\\w+)(\\.(?:weight|bias))");
  private static final Pattern HF = Pattern.compile("(\\d{1,6})\\.(.+)");

  private static final Map<String, String> ATTENTION =
      Map.of(
          "attn_q", "self_attn.q_proj",
          "attn_k", "self_attn.k_proj",
          "attn_v", "self_attn.v_proj",
          "attn_output", "self_attn.o_proj");
  private static final Map<String, String> MLP =
      Map.of("ffn_gate", "mlp.gate_proj", "ffn_up", "mlp.up_proj", "ffn_down", "mlp.down_proj");
  private static final Map<String, String> FUSED =
      Map.of(
          "attn_qkv", "self_attn.qkv_proj",
          "attn_output", "self_attn.o_proj",
          "ffn_up", "mlp.gate_up_proj",
          "ffn_down", "mlp.down_proj");
  private static final Map<String, String> NORMS_BEFORE =
      Map.of("attn_norm", "input_layernorm", "ffn_norm", "post_attention_layernorm");
  private static final Map<String, String> NORMS_AFTER =
      Map.of(
          "post_attention_norm", "post_attention_layernorm",
          "post_ffw_norm", "post_feedforward_layernorm");
  private static final Map<String, String> FOUR_NORMS =
      Map.of(
          "attn_norm", "input_layernorm",
          "post_attention_norm", "post_attention_layernorm",
          "ffn_norm", "pre_feedforward_layernorm",
          "post_ffw_norm", "post_feedforward_layernorm");
  private static final Map<String, String> HEAD_NORMS =
      Map.of("attn_q_norm", "self_attn.q_norm", "attn_k_norm", "self_attn.k_norm");
  private static final Map<String, String> FALCON =
      Map.of(
          "attn_qkv", "self_attention.query_key_value",
          "attn_output", "self_attention.dense",
          "ffn_up", "mlp.dense_h_to_4h",
          "ffn_down", "mlp.dense_4h_to_h");
  private static final Map<String, String> FALCON_NORM = Map.of("attn_norm", "input_layernorm");

  /** Falcon's second form: the norm of the MLP has the place that is the only one's elsewhere. */
  private static final Map<String, String> FALCON_NORMS =
      Map.of("attn_norm", "ln_mlp", "attn_norm_2", "ln_attn");

  /** Choose the table of an architecture; falcon's also by the names, of either side, there are. */
  static GgufNames of(GgufArchitecture architecture, Collection<String> names) {
    if (architecture != GgufArchitecture.FALCON) {
      Map<String, String> outer = outer("model.embed_tokens", "model.norm");
      return new GgufNames("model.layers.", outer, inner(architecture));
    }
    boolean twoNorms =
        names.stream().anyMatch(n -> n.contains(".attn_norm_2.") || n.contains(".ln_attn."));
    return new GgufNames(
        "transformer.h.",
        outer("transformer.word_embeddings", "transformer.ln_f"),
        joined(FALCON, twoNorms ? FALCON_NORMS : FALCON_NORM));
  }

  private static Map<String, String> outer(String embeddings, String norm) {
    return Map.of("token_embd", embeddings, "output_norm", norm, "output", "lm_head");
  }

  private static Map<String, String> inner(GgufArchitecture architecture) {
    return switch (architecture) {
      case LLAMA, QWEN2 -> joined(ATTENTION, MLP, NORMS_BEFORE);
      case QWEN3 -> joined(ATTENTION, MLP, NORMS_BEFORE, HEAD_NORMS);
      case PHI3 -> joined(FUSED, NORMS_BEFORE);
      case GEMMA2 -> joined(ATTENTION, MLP, FOUR_NORMS);
      case GEMMA3 -> joined(ATTENTION, MLP, FOUR_NORMS, HEAD_NORMS);
      case OLMO2 -> joined(ATTENTION, MLP, NORMS_AFTER, HEAD_NORMS);
      case FALCON -> throw new IllegalArgumentException("falcon has tables of its own");
    };
  }

  @SafeVarargs
  private static Map<String, String> joined(Map<String, String>... parts) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map<String, String> part : parts) {
      all.putAll(part);
    }
    return Map.copyOf(all);
  }

  /** Translate into HF's words; empty where the architecture has no such tensor. */
  Optional<String> hf(String gguf) {
    Matcher name = GGUF.matcher(gguf);
    if (!name.matches()) {
      return Optional.empty();
    }
    String number = name.group(1);
    String before = number == null ? "" : layers + Integer.parseInt(number) + ".";
    return Optional.ofNullable((number == null ? outer : inner).get(name.group(2)))
        .map(stem -> before + stem + name.group(3));
  }

  /** Translate into GGUF's words; empty where the architecture has no such tensor. */
  Optional<String> gguf(String hf) {
    int dot = hf.lastIndexOf('.');
    String suffix = hf.substring(Math.max(dot, 0));
    if (!suffix.equals(".weight") && !suffix.equals(".bias")) {
      return Optional.empty();
    }
    String stem = hf.substring(0, dot);
    Matcher inLayer = HF.matcher(stem.startsWith(layers) ? stem.substring(layers.length()) : "");
    return inLayer.matches()
        ? key(inner, inLayer.group(2))
            .map(found -> "blk." + Integer.parseInt(inLayer.group(1)) + "." + found + suffix)
        : key(outer, stem).map(found -> found + suffix);
  }

  private static Optional<String> key(Map<String, String> table, String value) {
    return table.entrySet().stream()
        .filter(e -> e.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
