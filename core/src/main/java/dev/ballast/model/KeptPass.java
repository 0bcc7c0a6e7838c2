package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** A pass that autograd alone takes back. */
record KeptPass(Tensor hidden) implements ForwardPass {
  @Override
  public void backward(Tensor from, Tensor gradient) {
    if (from.requiresGrad()) {
      from.backward(gradient);
    }
  }
}
