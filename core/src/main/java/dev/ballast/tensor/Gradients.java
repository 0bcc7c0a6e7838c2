package dev.ballast.tensor;

import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** Reads, scales and adds to the gradients of parameters. */
public final class Gradients {
  private Gradients() {}

  /**
   * Return the gradient to write into, zeros at first. Later back-propagation adds to it, so a
   * hand-written backward pass and autograd may share a parameter.
   */
  public static Tensor of(Tensor parameter) {
    if (!parameter.hasGrad()) {
      Tensor zeros = Tensors.zerosLike(parameter);
      parameter.handle().mutable_grad().put(zeros.handle());
    }
    return parameter.grad();
  }

  /** Return the Euclidean norm over all gradients together. */
  public static double norm(Collection<Tensor> parameters) {
    return clip(parameters, Double.POSITIVE_INFINITY);
  }

  /**
   * Scale all gradients together so that their norm is at most {@code maxNorm}.
   *
   * @return the norm before
   */
  public static double clip(Collection<Tensor> parameters, double maxNorm) {
    List<Tensor> withGradient = parameters.stream().filter(Tensor::hasGrad).toList();
    try (Scope _ = Scope.open()) {
      return withGradient.isEmpty()
          ? 0
          : torch.clip_grad_norm_(Tensors.vector(withGradient), maxNorm);
    }
  }
}
