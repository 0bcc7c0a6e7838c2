package dev.ballast.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Llama 1 to 3 (Touvron et al. 2023): grouped-query attention, rotary positions, RMSNorm, SwiGLU;
 * biases where the config wants them.
 */
final class LlamaFamily implements Family {
  @Override
  public ModelConfig config(ConfigKeys keys) {
    LlamaConfig llama = new LlamaConfig(keys, LlamaConfig.Missing.LLAMA);
    keys.only("pretraining_tp", "1");
    keys.only("sliding_window", "null");
    Set<Trait> traits = EnumSet.of(Trait.PRE_NORM);
    if (keys.flag("attention_bias", false)) {
      traits.add(Trait.QKV_BIAS);
      traits.add(Trait.OUT_BIAS);
    }
    if (keys.flag("mlp_bias", false)) {
      traits.add(Trait.FEED_BIAS);
    }
    AttentionRules attention =
        AttentionRules.alike(
            llama.headSize(), llama.rope().read(10_000), llama.layers(), LayerKind.ALL);
    return llama.with(
        new Rules("llama", Activation.read(keys, "hidden_act", "silu"), traits, 0, attention));
  }
}
