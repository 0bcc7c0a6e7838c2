package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/**
 * Queries, keys and values of one layer.
 *
 * @param q (tokens, heads, headSize)
 * @param k (tokens, kvHeads, headSize)
 * @param v like {@code k}
 */
record Heads(Tensor q, Tensor k, Tensor v) {
  Heads rotated(Rope rope) {
    return new Heads(rope.rotate(q), rope.rotate(k), v);
  }
}
