package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** How queries meet keys: over packed spans, or over a cache. */
@FunctionalInterface
interface Attend {
  /**
   * Attend in one layer, positions applied already.
   *
   * @param q (tokens, heads, headSize)
   * @param k (tokens, kvHeads, headSize)
   * @param v (tokens, kvHeads, headSize)
   * @return (tokens, heads · headSize)
   */
  Tensor attend(int layer, Tensor q, Tensor k, Tensor v);
}
