package dev.ballast.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Falcon (Almazrouei et al. 2023) as 7B has it (one key head, one norm a layer) and as 40B and 11B
 * have it (several key heads, two norms or one): attention and an ungated feed-forward network side
 * by side, LayerNorm, rotary positions.
 */
final class FalconFamily implements Family {
  @Override
  public ModelConfig config(ConfigKeys keys) {
    refuse(keys);
    int heads = keys.integer("num_attention_heads");
    int hidden = keys.integer("hidden_size");
    int headSize = headSize(keys, heads, hidden);
    int layers = keys.integer("num_hidden_layers");
    ModelConfig.checkLayers(layers);
    int positions = keys.integer("max_position_embeddings", 2048);
    if (positions < 1) {
      throw keys.bad("must be >= 1", "max_position_embeddings");
    }
    RopeConfig rope = new RopeKeys(keys, headSize, positions).read(10_000);
    return new ModelConfig(
        keys.integer("vocab_size"),
        hidden,
        keys.integer("ffn_hidden_size", (int) Math.min(Integer.MAX_VALUE, 4L * hidden)),
        layers,
        heads,
        kvHeads(keys, heads),
        headSize,
        rope.scaling().reach(positions),
        keys.number("layer_norm_epsilon", 1e-5),
        keys.flag("tie_word_embeddings", true),
        // Its token embedding has no padding row, whatever pad_token_id says.
        -1,
        keys.tokens("eos_token_id"),
        new Rules(
            "falcon",
            Activation.read(keys, "activation", "gelu"),
            traits(keys),
            0,
            AttentionRules.alike(headSize, rope, layers, LayerKind.ALL)));
  }

  private static void refuse(ConfigKeys keys) {
    keys.only("quantization_config", "null");
    keys.only("alibi", "false");
    keys.only("parallel_attn", "true");
    keys.only("apply_residual_connection_post_layernorm", "false");
    keys.ignore("pad_token_id", "ff_factor");
  }

  private static int headSize(ConfigKeys keys, int heads, int hidden) {
    if (heads < 1 || hidden % heads != 0) {
      throw keys.bad("hidden_size must be a multiple of num_attention_heads", "hidden_size");
    }
    if (keys.integer("head_dim", hidden / heads) != hidden / heads) {
      throw keys.bad("must be hidden_size / num_attention_heads", "head_dim");
    }
    return hidden / heads;
  }

  private static boolean isNew(ConfigKeys keys) {
    return keys.flag("new_decoder_architecture", false);
  }

  /** Return the key heads: 7B style has one, and num_kv_heads means nothing there. */
  private static int kvHeads(ConfigKeys keys, int heads) {
    int configured = keys.integer("num_kv_heads", heads);
    if (isNew(keys)) {
      keys.ignore("multi_query");
      return configured;
    }
    keys.only("multi_query", "true");
    return 1;
  }

  private static Set<Trait> traits(ConfigKeys keys) {
    Set<Trait> traits = EnumSet.of(Trait.UNGATED);
    int norms = keys.integer("num_ln_in_parallel_attn", isNew(keys) ? 2 : 1);
    if (norms < 1 || norms > (isNew(keys) ? 2 : 1)) {
      throw keys.bad("so many norms are not implemented for this style", "num_ln_in_parallel_attn");
    }
    if (norms == 2) {
      traits.add(Trait.TWO_PARALLEL_NORMS);
    }
    if (keys.flag("bias", false)) {
      traits.addAll(EnumSet.of(Trait.QKV_BIAS, Trait.OUT_BIAS, Trait.FEED_BIAS));
    }
    return traits;
  }

  @Override
  public Layout layout(ModelConfig config) {
    return new FalconLayout(config);
  }
}
