package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/**
 * Sees hidden states while they are computed. Layers are counted as in what transformers calls
 * hidden_states: 0 = the embeddings, n = behind the n-th layer, the last one behind the final norm.
 */
public interface LayerTap {
  boolean wants(int layer);

  /**
   * Take states, which live as long as the call.
   *
   * @param states (tokens, hidden)
   */
  void see(int layer, Tensor states);

  /** Return a tap that looks at nothing. */
  static LayerTap none() {
    return NoTap.INSTANCE;
  }
}
