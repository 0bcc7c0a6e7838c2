package dev.ballast.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * OLMo 2 (OLMo et al. 2024): Llama whose norms stand behind attention and feed-forward network, and
 * on queries and keys, all heads together.
 */
final class Olmo2Family implements Family {
  @Override
  public ModelConfig config(ConfigKeys keys) {
    LlamaConfig llama = new LlamaConfig(keys, new LlamaConfig.Missing(0, 0, 1e-5, false));
    keys.only("mlp_bias", "false");
    keys.only("sliding_window", "null");
    keys.only("clip_qkv", "null");
    Set<Trait> traits = EnumSet.of(Trait.POST_NORM, Trait.WHOLE_QK_NORM);
    if (keys.flag("attention_bias", false)) {
      traits.add(Trait.QKV_BIAS);
      traits.add(Trait.OUT_BIAS);
    }
    AttentionRules attention =
        AttentionRules.alike(
            llama.headSize(), llama.rope().read(10_000), llama.layers(), LayerKind.ALL);
    return llama.with(
        new Rules("olmo2", Activation.read(keys, "hidden_act", "silu"), traits, 0, attention));
  }
}
