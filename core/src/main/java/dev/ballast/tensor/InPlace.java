package dev.ballast.tensor;

import org.bytedeco.pytorch.Scalar;

/** Changes a tensor's memory, outside of any gradient: for hand-written backward passes. */
public final class InPlace {
  private InPlace() {}

  /** Replace each element by its exponential. */
  public static void exp(Tensor target) {
    target.handle().exp_();
  }

  /** Replace each element x by cap · tanh(x / cap), with the bits of {@link Nn#softCap}. */
  public static void softCap(Tensor target, double cap) {
    target.handle().div_(new Scalar(cap)).tanh_().mul_(new Scalar(cap));
  }

  public static void add(Tensor target, double scalar) {
    target.handle().add_(new Scalar(scalar));
  }

  /** Subtract with broadcasting. */
  public static void subtract(Tensor target, Tensor other) {
    target.handle().sub_(other.handle());
  }

  /** Add {@code source} at the positions of an I64 index along a dimension; repeats add up. */
  public static void scatterAdd(Tensor target, int dim, Tensor index, Tensor source) {
    target.handle().scatter_add_(dim, index.handle(), source.handle());
  }

  /**
   * Add a matrix product.
   *
   * @param target (m, n)
   * @param a (m, k)
   * @param b (k, n)
   */
  public static void addMatmul(Tensor target, Tensor a, Tensor b) {
    target.handle().addmm_(a.handle(), b.handle(), new Scalar(1), new Scalar(1));
  }
}
