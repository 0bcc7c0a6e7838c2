package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** One layer's weights as they are stored, with what an adapter adds; differentiable. */
record PlainLinears(Qkv qkv, QkNorm norm, Linear out, FeedForward feedForward) implements Linears {
  @Override
  public Heads qkv(Tensor x, Rope rope) {
    return norm.apply(qkv.heads(x)).rotated(rope);
  }

  @Override
  public Tensor out(Tensor x) {
    return out.apply(x);
  }

  @Override
  public Tensor feedForward(Tensor x) {
    return feedForward.apply(x);
  }
}
