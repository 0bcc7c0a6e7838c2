package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** A training pass whose backward pass is still to come; lives as long as the scope it began in. */
public interface ForwardPass {
  /** Return the hidden states behind the final norm, (tokens, hidden). */
  Tensor hidden();

  /**
   * Add the gradients of all parameters that need one. Called at most once.
   *
   * @param from computed from {@link #hidden}
   * @param gradient of the loss with respect to it
   */
  void backward(Tensor from, Tensor gradient);
}
