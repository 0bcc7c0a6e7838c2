package dev.ballast.model;

/** A decoder family: how its {@code config.json} reads and where its tensors go. */
interface Family {
  /**
   * Decode a {@code config.json}; keys that stay unasked are refused by the caller.
   *
   * @throws dev.ballast.json.BadInput for a missing key, or one that changes the computation in a
   *     way not implemented
   */
  ModelConfig config(ConfigKeys keys);

  /** Return the tensors of a checkpoint; most families name and nest them as Llama does. */
  default Layout layout(ModelConfig config) {
    return new LlamaLayout(config);
  }
}
