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
   * @return the cache, which the caller closes, and logits (rows, vocab) of each row's next token
   *     in the innermost scope
   */
  Start start(List<int[]> prompts, int[] promptOfRow);

  /**
   * Append one token to each row.
   *
   * @param ids one a row of the cache
   * @return logits (rows, vocab) of the tokens after them
   */
  Tensor step(KvCache cache, int[] ids);

  /**
   * Compute the hidden states behind the final norm of whole rows, without a cache.
   *
   * @return (tokens, hidden)
   */
  Tensor hidden(PackedTokens tokens);

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
