package dev.ballast.model;

/**
 * Reads what Llama and most families after it spell alike.
 *
 * @param keys of the config
 * @param missing what stands for keys that a config leaves out
 */
record LlamaConfig(ConfigKeys keys, Missing missing) {
  /**
   * What transformers takes where a config leaves a key out.
   *
   * @param kvHeads 0 = as many as query heads
   * @param headSize 0 = hidden size through query heads
   */
  record Missing(int kvHeads, int headSize, double normEps, boolean tied) {
    static final Missing LLAMA = new Missing(0, 0, 1e-6, false);
  }

  int layers() {
    int layers = keys.integer("num_hidden_layers");
    ModelConfig.checkLayers(layers);
    return layers;
  }

  int headSize() {
    int heads = keys.integer("num_attention_heads");
    if (heads < 1) {
      throw keys.bad("must be >= 1", "num_attention_heads");
    }
    int size = missing.headSize() > 0 ? missing.headSize() : keys.integer("hidden_size") / heads;
    return keys.integer("head_dim", size);
  }

  /** Return a reader of rotary positions. */
  RopeKeys rope() {
    return new RopeKeys(keys, headSize(), positions());
  }

  private int positions() {
    int positions = keys.integer("max_position_embeddings");
    if (positions < 1) {
      throw keys.bad("must be >= 1", "max_position_embeddings");
    }
    return positions;
  }

  private int kvHeads(int heads) {
    String key = "num_key_value_heads";
    boolean left = keys.lacks(key) && missing.kvHeads() > 0;
    return keys.integer(key, left ? missing.kvHeads() : heads);
  }

  /** Return the config whose rows are as long as the first rope reaches. */
  ModelConfig with(Rules rules) {
    return with(rules, rules.attention().ropes().getFirst().scaling().reach(positions()));
  }

  /** Return the config. */
  ModelConfig with(Rules rules, int context) {
    keys.only("quantization_config", "null");
    int heads = keys.integer("num_attention_heads");
    return new ModelConfig(
        keys.integer("vocab_size"),
        keys.integer("hidden_size"),
        keys.integer("intermediate_size"),
        layers(),
        heads,
        kvHeads(heads),
        headSize(),
        context,
        keys.number("rms_norm_eps", missing.normEps()),
        keys.flag("tie_word_embeddings", missing.tied()),
        Math.max(-1, keys.integer("pad_token_id", -1)),
        keys.tokens("eos_token_id"),
        rules);
  }
}
