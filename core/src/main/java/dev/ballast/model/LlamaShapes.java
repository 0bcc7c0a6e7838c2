package dev.ballast.model;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The tensors of a Llama checkpoint: Hugging Face name → shape, in the order of the layers. */
final class LlamaShapes {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  private LlamaShapes() {}

  static SequencedMap<String, long[]> of(ModelConfig c) {
    SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
    long hidden = c.hidden();
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.kvHeads() * c.headSize();
    long intermediate = c.intermediate();
    shapes.put(EMBEDDING, new long[] {c.vocabulary(), hidden});
    for (int layer = 0; layer < c.layers(); layer++) {
      shapes.put(name(layer, "input_layernorm"), new long[] {hidden});
      shapes.put(name(layer, "self_attn.q_proj"), new long[] {queries, hidden});
      shapes.put(name(layer, "self_attn.k_proj"), new long[] {keys, hidden});
      shapes.put(name(layer, "self_attn.v_proj"), new long[] {keys, hidden});
      shapes.put(name(layer, "self_attn.o_proj"), new long[] {hidden, queries});
      shapes.put(name(layer, "post_attention_layernorm"), new long[] {hidden});
      shapes.put(name(layer, "mlp.gate_proj"), new long[] {intermediate, hidden});
      shapes.put(name(layer, "mlp.up_proj"), new long[] {intermediate, hidden});
      shapes.put(name(layer, "mlp.down_proj"), new long[] {hidden, intermediate});
    }
    shapes.put(NORM, new long[] {hidden});
    if (!c.tied()) {
      shapes.put(HEAD, new long[] {c.vocabulary(), hidden});
    }
    return shapes;
  }

  static String name(int layer, String part) {
    return "model.layers." + layer + "." + part + ".weight";
  }
}
