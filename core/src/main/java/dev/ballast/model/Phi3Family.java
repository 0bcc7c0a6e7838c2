package dev.ballast.model;

import java.util.Set;

/**
 * Phi-3, 3.5 and 4 (Abdin et al. 2024): Llama with joined matrices, LongRoPE, a sliding window, and
 * rotary positions in a part of each head.
 */
final class Phi3Family implements Family {
  @Override
  public ModelConfig config(ConfigKeys keys) {
    LlamaConfig llama = new LlamaConfig(keys, new LlamaConfig.Missing(0, 0, 1e-5, false));
    keys.only("attention_bias", "false");
    keys.only("mlp_bias", "false");
    keys.only("lm_head_bias", "false");
    // Phi-4-mini writes these two, with the values that mean nothing.
    keys.only("full_attn_mod", "1");
    keys.only("interpolate_factor", "1");
    // Without LongRoPE it says how long the model was trained, and changes nothing.
    keys.ignore("original_max_position_embeddings");
    AttentionRules attention =
        AttentionRules.alike(
            llama.headSize(),
            llama.rope().readPartial(10_000),
            llama.layers(),
            LayerTypes.window(keys, LayerKind.ALL));
    return llama.with(
        new Rules(
            "phi3",
            Activation.read(keys, "hidden_act", "silu"),
            Set.of(Trait.PRE_NORM, Trait.JOINED_MATRICES),
            0,
            attention));
  }
}
