package dev.ballast.model;

import dev.ballast.tensor.Tensor;
import java.util.List;

/**
 * A decoder prepared for generation: faster layouts of its weights, no gradients. It is a view of
 * the weights at the time it was made: make a new one after a training step. One platform thread at
 * a time.
 */
public interface Inference extends AutoCloseable {
  /** What generation starts from. */
  record Start(KvCache cache, Tensor logits) {}

  ModelConfig config();

  /**
   * Compute prompts, each once.
   *
   * @param prompts non-empty rows of tokens
   * @param promptOfRow for each row to continue, the index of its prompt
   * @param tap sees the states of each row's last token
   * @return the cache, which the caller closes, and logits (rows, vocab) of each row's next token
   *     in the innermost scope
   */
  Start start(List<int[]> prompts, int[] promptOfRow, LayerTap tap);

  /** As {@link #start(List, int[], LayerTap)}, with no tap. */
  default Start start(List<int[]> prompts, int[] promptOfRow) {
    return start(prompts, promptOfRow, LayerTap.none());
  }

  /**
   * Append one token to each row.
   *
   * @param ids one a row of the cache
   * @param tap sees the states of these tokens
   * @return logits (rows, vocab) of the tokens after them
   */
  Tensor step(KvCache cache, int[] ids, LayerTap tap);

  /** As {@link #step(KvCache, int[], LayerTap)}, with no tap. */
  default Tensor step(KvCache cache, int[] ids) {
    return step(cache, ids, LayerTap.none());
  }

  /**
   * Compute the hidden states behind the final norm of whole rows, without a cache.
   *
   * @param tap sees the states of all tokens
   * @return (tokens, hidden)
   */
  Tensor hidden(PackedTokens tokens, LayerTap tap);

  /** As {@link #hidden(PackedTokens, LayerTap)}, with no tap. */
  default Tensor hidden(PackedTokens tokens) {
    return hidden(tokens, LayerTap.none());
  }

  /**
   * Turn hidden states into logits.
   *
   * @param hidden (tokens, hidden) behind the final norm
   * @return (tokens, vocab)
   */
  Tensor logits(Tensor hidden);

  @Override
  void close();
}
