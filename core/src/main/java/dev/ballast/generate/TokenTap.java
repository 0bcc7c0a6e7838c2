package dev.ballast.generate;

import java.util.Set;
import java.util.SortedMap;

/** Sees each token as it is chosen, while the batch is being decoded: a slow tap slows it. */
public interface TokenTap {
  /**
   * Return the layers whose hidden states are wanted: 0 = the embeddings, n = behind the n-th
   * layer, the last one behind the final norm (transformers' hidden_states).
   */
  Set<Integer> layers();

  /** Take a token; those of one answer come in order. */
  void see(Token token);

  /**
   * A token of an answer.
   *
   * @param request index of the request
   * @param answer 0 … n-1 within the request
   * @param position 0 = the answer's first token
   * @param logProb in nats, of the model's own distribution: temperature 1, nothing penalised or
   *     cut (vLLM's raw_logprobs)
   * @param states by layer, (hidden): what the token was chosen from
   */
  record Token(
      int request,
      int answer,
      int position,
      int id,
      double logProb,
      SortedMap<Integer, float[]> states) {}
}
