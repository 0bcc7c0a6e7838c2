package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** The linear maps of one layer: plain and differentiable, or fused for generation. */
interface Linears {
  /** Return queries, keys and values of the normed input, queries and keys rotated. */
  Heads qkv(Tensor x, Rope rope);

  /** Project attention's output (tokens, heads · headSize) back to (tokens, hidden). */
  Tensor out(Tensor x);

  /** Apply the feed-forward network. */
  Tensor feedForward(Tensor x);
}
