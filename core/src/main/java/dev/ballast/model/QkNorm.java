package dev.ballast.model;

import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Tensor;

/**
 * Norms queries and keys before they are rotated.
 *
 * @param whole whether all heads are normed together, or each by itself
 */
record QkNorm(Norm q, Norm k, boolean whole) {
  static final QkNorm NONE = new QkNorm(new Norm.None(), new Norm.None(), false);

  boolean isNone() {
    return q instanceof Norm.None;
  }

  Heads apply(Heads heads) {
    return isNone() ? heads : new Heads(apply(q, heads.q()), apply(k, heads.k()), heads.v());
  }

  QkNorm fixed(Owned owner) {
    return new QkNorm(q.fixed(owner), k.fixed(owner), whole);
  }

  private Tensor apply(Norm norm, Tensor x) {
    return whole ? norm.apply(x.reshape(x.size(0), -1)).view(x.shape()) : norm.apply(x);
  }
}
