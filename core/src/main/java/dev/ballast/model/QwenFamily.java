package dev.ballast.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Qwen 2, 2.5 and 3: Llama with biases of queries, keys and values (2), or with a norm of each
 * head's queries and keys (3); from some layer on a sliding window, where the config wants it.
 */
final class QwenFamily implements Family {
  private final int generation;

  QwenFamily(int generation) {
    this.generation = generation;
  }

  @Override
  public ModelConfig config(ConfigKeys keys) {
    int headSize = generation == 3 ? 128 : 0;
    LlamaConfig llama = new LlamaConfig(keys, new LlamaConfig.Missing(0, headSize, 1e-6, false));
    keys.only("mlp_bias", "false");
    AttentionRules attention =
        new AttentionRules(
            AttentionRules.scale(llama.headSize()),
            0,
            List.of(llama.rope().read(10_000)),
            layers(keys, llama.layers()));
    return llama.with(
        new Rules(
            "qwen" + generation,
            Activation.read(keys, "hidden_act", "silu"),
            traits(keys),
            0,
            attention));
  }

  private Set<Trait> traits(ConfigKeys keys) {
    if (generation == 2) {
      // The code of Qwen 2 has its biases whatever the key says.
      keys.ignore("attention_bias");
      return EnumSet.of(Trait.PRE_NORM, Trait.QKV_BIAS);
    }
    Set<Trait> traits = EnumSet.of(Trait.PRE_NORM, Trait.HEAD_QK_NORM);
    if (keys.flag("attention_bias", false)) {
      traits.add(Trait.QKV_BIAS);
      traits.add(Trait.OUT_BIAS);
    }
    return traits;
  }

  private static List<LayerKind> layers(ConfigKeys keys, int layers) {
    int configured = LayerTypes.window(keys, 4096);
    int window = keys.flag("use_sliding_window", false) ? configured : LayerKind.ALL;
    int first = keys.integer("max_window_layers", 28);
    return LayerTypes.read(
        keys,
        layers,
        layer -> window != LayerKind.ALL && layer >= first,
        new LayerKind(window, 0),
        new LayerKind(LayerKind.ALL, 0));
  }
}
