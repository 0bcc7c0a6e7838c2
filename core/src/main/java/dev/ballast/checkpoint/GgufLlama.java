package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufHeader.Slot;
import dev.ballast.checkpoint.GgufWeights.Part;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Turns the words of a GGUF file of architecture {@code llama} into those of HF's Llama. */
final class GgufLlama {
  private static final String ARCHITECTURE = "general.architecture";
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,6})\\.(\\w+)\\.(weight|bias)");
  private static final Map<String, String> OUTER =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");
  private static final Map<String, String> INNER =
      Map.of(
          "attn_norm", "input_layernorm",
          "ffn_norm", "post_attention_layernorm",
          "attn_q", "self_attn.q_proj",
          "attn_k", "self_attn.k_proj",
          "attn_v", "self_attn.v_proj",
          "attn_output", "self_attn.o_proj",
          "ffn_gate", "mlp.gate_proj",
          "ffn_up", "mlp.up_proj",
          "ffn_down", "mlp.down_proj");

  private final GgufHeader header;
  private final GgufMetadata metadata;

  GgufLlama(GgufHeader header) {
    this.header = header;
    this.metadata = header.metadata();
    String architecture = metadata.text(ARCHITECTURE).orElse("none");
    if (!architecture.equals("llama")) {
      throw BadInput.of("a GGUF of an architecture that is not read")
          .file(metadata.file())
          .key(ARCHITECTURE)
          .value(architecture)
          .fix("use a model of architecture llama, or the Hugging Face folder");
    }
    refuseScaledRope();
  }

  private void refuseScaledRope() {
    String key = "llama.rope.scaling.type";
    String scaling = metadata.text(key).orElse("none");
    if (!scaling.equals("none") || header.slots().containsKey("rope_freqs.weight")) {
      throw BadInput.of("a GGUF with scaled rotary positions, which is not read")
          .file(metadata.file())
          .key(scaling.equals("none") ? "rope_freqs.weight" : key)
          .fix("use the Hugging Face folder of this model");
    }
  }

  /** Return HF's {@code config.json}. */
  JsonNode config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of("LlamaForCausalLM"));
    config.put("model_type", "llama");
    config.put("hidden_act", "silu");
    config.put("hidden_size", size("embedding_length"));
    config.put("intermediate_size", size("feed_forward_length"));
    config.put("num_hidden_layers", size("block_count"));
    config.put("num_attention_heads", heads());
    config.put("num_key_value_heads", kvHeads());
    config.put("head_dim", headSize());
    config.put("max_position_embeddings", size("context_length"));
    config.put("rms_norm_eps", metadata.requiredPositive("llama.attention.layer_norm_rms_epsilon"));
    config.put("rope_theta", metadata.positive("llama.rope.freq_base").orElse(10000.0));
    config.put("vocab_size", vocabularySize());
    config.put("tie_word_embeddings", !header.slots().containsKey("output.weight"));
    config.put("attention_bias", header.slots().containsKey("blk.0.attn_q.bias"));
    config.put("mlp_bias", header.slots().containsKey("blk.0.ffn_up.bias"));
    GgufTokens.IDS.forEach(
        (hf, gguf) -> metadata.integer(gguf).ifPresent(id -> config.put(hf, id)));
    // Through text, so that numbers have the types that a file would give them.
    return Json.tree(Json.encode(config));
  }

  /** Return HF name → tensor, in file order. */
  Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    header
        .slots()
        .forEach((name, slot) -> parts.put(hfName(name), new Part(slot, rows(name, slot))));
    return parts;
  }

  private String hfName(String name) {
    Matcher block = BLOCK.matcher(name);
    if (block.matches() && INNER.containsKey(block.group(2))) {
      return "model.layers."
          + Integer.parseInt(block.group(1))
          + "."
          + INNER.getOrDefault(block.group(2), "")
          + "."
          + block.group(3);
    }
    return Optional.ofNullable(OUTER.get(name))
        .orElseThrow(
            () ->
                BadInput.of("tensor " + name + " has no place in the llama architecture")
                    .file(metadata.file())
                    .fix("use the Hugging Face folder of this model"));
  }

  /**
   * Undo the converter's order of query and key rows: within a head of size 2n it puts row j·n + i
   * (j = 0, 1: the half that rotates) at 2i + j, so that the two of a rotation are neighbours.
   */
  private LongUnaryOperator rows(String name, Slot slot) {
    boolean query = name.contains(".attn_q.");
    if (!query && !name.contains(".attn_k.")) {
      return row -> row;
    }
    int heads = query ? heads() : kvHeads();
    long rows = slot.entry().shape().getFirst();
    boolean rowsInOneBlock = slot.entry().shape().size() == 1 && slot.type().quantised();
    if (rowsInOneBlock || rows % (2L * heads) != 0) {
      throw Bad.tensor(metadata.file(), name, "needs 2 × " + heads + " × n rows")
          .value(slot.entry().shape());
    }
    long half = rows / heads / 2;
    return row -> {
      long inHead = row % (2 * half);
      return row - inHead + inHead % half * 2 + inHead / half;
    };
  }

  private int heads() {
    return size("attention.head_count");
  }

  private int kvHeads() {
    return metadata.integer("llama.attention.head_count_kv").isPresent()
        ? size("attention.head_count_kv")
        : heads();
  }

  private int headSize() {
    return metadata
        .integer("llama.attention.key_length")
        .or(() -> metadata.integer("llama.rope.dimension_count"))
        .orElseGet(() -> size("embedding_length") / heads());
  }

  private long vocabularySize() {
    return Optional.ofNullable(header.slots().get("token_embd.weight"))
        .map(slot -> slot.entry().shape().getFirst())
        .orElseGet(() -> (long) size("vocab_size"));
  }

  private int size(String key) {
    return metadata.requiredInteger("llama." + key);
  }
}
