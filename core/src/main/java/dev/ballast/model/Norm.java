package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Tensor;

/** Normalises the last dimension. */
sealed interface Norm {
  Tensor apply(Tensor x);

  /** Return a norm that computes the same faster, of the present weight. */
  default Norm fixed(Owned owner) {
    return this;
  }

  /** No norm at all. */
  record None() implements Norm {
    @Override
    public Tensor apply(Tensor x) {
      return x;
    }
  }

  /** x / rms(x) · weight (Zhang and Sennrich 2019). */
  record Rms(Tensor weight, double eps) implements Norm {
    @Override
    public Tensor apply(Tensor x) {
      return Nn.rmsNorm(x, weight, eps);
    }
  }

  /** x / rms(x) · (1 + weight), as Gemma has it. */
  record ShiftedRms(Tensor weight, double eps) implements Norm {
    @Override
    public Tensor apply(Tensor x) {
      return Nn.rmsNorm(x, weight.add(1), eps);
    }

    @Override
    public Norm fixed(Owned owner) {
      return new Rms(owner.keep(weight.add(1)), eps);
    }
  }

  /** (x - mean(x)) / deviation(x) · weight + bias (Ba et al. 2016). */
  record Layer(Tensor weight, Tensor bias, double eps) implements Norm {
    @Override
    public Tensor apply(Tensor x) {
      return Nn.layerNorm(x, weight, bias, eps);
    }
  }
}
