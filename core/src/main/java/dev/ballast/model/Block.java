package dev.ballast.model;

import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;

/** One layer: attention and a feed-forward network, each added to what it reads. */
record Block(int index, Norms norms, Linears linears) {
  /**
   * The norms before and behind both halves.
   *
   * @param parallel whether both halves read the layer's input, or the second what the first gave
   */
  record Norms(
      Norm beforeAttention,
      Norm afterAttention,
      Norm beforeFeed,
      Norm afterFeed,
      boolean parallel) {
    /** Return the norms of a layer whose halves stand side by side. */
    static Norms sideBySide(Norm attention, Norm feed) {
      return new Norms(attention, new Norm.None(), feed, new Norm.None(), true);
    }

    Norms fixed(Owned owner) {
      return new Norms(
          beforeAttention.fixed(owner),
          afterAttention.fixed(owner),
          beforeFeed.fixed(owner),
          afterFeed.fixed(owner),
          parallel);
    }
  }

  /** Map (tokens, hidden) to the same shape. */
  Tensor forward(Tensor x, Rope rope, Attend attend) {
    return Scope.returning(
        () -> norms.parallel() ? sideBySide(x, rope, attend) : inTurn(x, rope, attend));
  }

  private Tensor inTurn(Tensor x, Rope rope, Attend attend) {
    Tensor attention = attention(norms.beforeAttention().apply(x), rope, attend);
    Tensor attended = x.add(norms.afterAttention().apply(attention));
    Tensor fed = linears.feedForward(norms.beforeFeed().apply(attended));
    return attended.add(norms.afterFeed().apply(fed));
  }

  private Tensor sideBySide(Tensor x, Rope rope, Attend attend) {
    Tensor forAttention = norms.beforeAttention().apply(x);
    boolean shared = norms.beforeFeed().equals(norms.beforeAttention());
    Tensor forFeed = shared ? forAttention : norms.beforeFeed().apply(x);
    return x.add(linears.feedForward(forFeed).add(attention(forAttention, rope, attend)));
  }

  private Tensor attention(Tensor x, Rope rope, Attend attend) {
    Heads heads = linears.qkv(x, rope);
    return linears.out(attend.attend(index, heads.q(), heads.k(), heads.v()));
  }
}
