package dev.ballast.model;

import java.util.Set;

/** Mistral (Jiang et al. 2023): Llama with a sliding window in every layer. */
final class MistralFamily implements Family {
  @Override
  public ModelConfig config(ConfigKeys keys) {
    LlamaConfig llama = new LlamaConfig(keys, new LlamaConfig.Missing(8, 0, 1e-6, false));
    keys.only("attention_bias", "false");
    keys.only("mlp_bias", "false");
    AttentionRules attention =
        AttentionRules.alike(
            llama.headSize(),
            llama.rope().read(10_000),
            llama.layers(),
            LayerTypes.window(keys, 4096));
    return llama.with(
        new Rules(
            "mistral",
            Activation.read(keys, "hidden_act", "silu"),
            Set.of(Trait.PRE_NORM),
            0,
            attention));
  }
}
