package dev.ballast.model;

import dev.ballast.tensor.Tensor;
import java.util.List;

/** The linear maps of one layer: plain and differentiable, or fused for generation. */
interface Linears {
  /**
   * Return queries, keys and values (tokens, heads, headSize) of the normed input, queries and keys
   * rotated to their positions.
   */
  List<Tensor> qkv(Tensor x, Rope rope);

  /** Project attention's output back to (tokens, hidden). */
  Tensor out(Tensor x);

  /** Apply the gated feed-forward network down(silu(gate x) · up x) (Shazeer 2020, SwiGLU). */
  Tensor feedForward(Tensor x);
}
