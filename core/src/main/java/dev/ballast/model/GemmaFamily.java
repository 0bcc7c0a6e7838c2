package dev.ballast.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Gemma 2 (Riviere et al. 2024) and the text model of Gemma 3 (Kamath et al. 2025): layers that see
 * a window and layers that see all, norms by (1 + weight) before and behind both halves of a layer,
 * scaled embeddings. Gemma 2 caps scores and logits softly; Gemma 3 norms queries and keys, and its
 * local layers have a rotary base of their own.
 */
final class GemmaFamily implements Family {
  private final int generation;

  GemmaFamily(int generation) {
    this.generation = generation;
  }

  @Override
  public ModelConfig config(ConfigKeys keys) {
    LlamaConfig llama = new LlamaConfig(keys, new LlamaConfig.Missing(4, 256, 1e-6, true));
    keys.only("use_bidirectional_attention", "false");
    keys.only("mlp_bias", "false");
    // transformers reads hidden_activation alone, and the two older names of keys not at all.
    keys.ignore("hidden_act", "sliding_window_size");
    double logitCap = cap(keys, "final_logit_softcapping", generation == 2 ? 30 : 0);
    Rules rules =
        new Rules(
            generation == 2 ? "gemma2" : "gemma3_text",
            Activation.read(keys, "hidden_activation", "gelu_pytorch_tanh"),
            traits(keys),
            logitCap,
            generation == 2 ? attention2(keys, llama) : attention3(keys, llama));
    return generation == 2
        ? llama.with(rules)
        : llama.with(rules, keys.integer("max_position_embeddings"));
  }

  private Set<Trait> traits(ConfigKeys keys) {
    Set<Trait> traits =
        EnumSet.of(Trait.PRE_NORM, Trait.POST_NORM, Trait.SHIFTED_NORM, Trait.SCALED_EMBEDDING);
    if (generation == 3) {
      traits.add(Trait.HEAD_QK_NORM);
    }
    if (keys.flag("attention_bias", false)) {
      traits.add(Trait.QKV_BIAS);
      traits.add(Trait.OUT_BIAS);
    }
    return traits;
  }

  private static AttentionRules attention2(ConfigKeys keys, LlamaConfig llama) {
    return new AttentionRules(
        scale(keys),
        cap(keys, "attn_logit_softcapping", 50),
        List.of(llama.rope().read(10_000)),
        layers(keys, llama, layer -> layer % 2 == 0, 0));
  }

  private static AttentionRules attention3(ConfigKeys keys, LlamaConfig llama) {
    // The code of Gemma 3 has no capped scores, though its config has the key.
    keys.only("attn_logit_softcapping", "null");
    int pattern = keys.integer("sliding_window_pattern", 6);
    if (pattern < 1) {
      throw keys.bad("must be >= 1", "sliding_window_pattern");
    }
    return new AttentionRules(
        scale(keys),
        0,
        ropes3(keys, llama.rope()),
        layers(keys, llama, layer -> (layer + 1) % pattern != 0, 1));
  }

  /** Read the ropes of global and of local layers. */
  private static List<RopeConfig> ropes3(ConfigKeys keys, RopeKeys rope) {
    double local = keys.number("rope_local_base_freq", 10_000);
    if (keys.part("rope_parameters").isEmpty()) {
      return List.of(rope.read(1_000_000), rope.plain(local));
    }
    double global = keys.number("rope_theta", 1_000_000);
    return List.of(rope.read("full_attention", global), rope.read("sliding_attention", local));
  }

  private static List<LayerKind> layers(
      ConfigKeys keys, LlamaConfig llama, IntPredicate local, int localRope) {
    LayerKind windowed = new LayerKind(LayerTypes.window(keys, 4096), localRope);
    return LayerTypes.read(keys, llama.layers(), local, windowed, new LayerKind(LayerKind.ALL, 0));
  }

  private static double scale(ConfigKeys keys) {
    String key = "query_pre_attn_scalar";
    double dims = keys.lacks(key) ? 256 : keys.number(key);
    if (dims <= 0) {
      throw keys.bad("must be > 0", key);
    }
    return AttentionRules.scale(dims);
  }

  /** Read a cap: 0 where it is null, {@code missing} where it is not there. */
  private static double cap(ConfigKeys keys, String key, double missing) {
    return keys.lacks(key) ? missing : keys.positive(key);
  }
}
