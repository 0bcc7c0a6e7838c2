package dev.ballast.model;

import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;

/** The second half of a layer; differentiable. */
sealed interface FeedForward {
  /** Map (tokens, hidden) to the same shape. */
  Tensor apply(Tensor x);

  /** Return the maps that read the input, gate first where there is one. */
  List<Linear> inputs();

  Linear down();

  /** down(activation(gate x) · up x) (Shazeer 2020). */
  record Gated(Activation activation, Linear gate, Linear up, Linear down) implements FeedForward {
    @Override
    public Tensor apply(Tensor x) {
      return down.apply(activation.apply(gate.apply(x)).mul(up.apply(x)));
    }

    @Override
    public List<Linear> inputs() {
      return List.of(gate, up);
    }
  }

  /** The same with gate and up in one matrix, gate first. */
  record JoinedGated(Activation activation, Linear gateUp, Linear down) implements FeedForward {
    @Override
    public Tensor apply(Tensor x) {
      Tensor joined = gateUp.apply(x);
      long half = joined.size(1) / 2;
      List<Tensor> parts = Tensors.split(joined, 1, half, half);
      return down.apply(activation.apply(parts.get(0)).mul(parts.get(1)));
    }

    @Override
    public List<Linear> inputs() {
      return List.of(gateUp);
    }
  }

  /** down(activation(up x)). */
  record Ungated(Activation activation, Linear up, Linear down) implements FeedForward {
    @Override
    public Tensor apply(Tensor x) {
      return down.apply(activation.apply(up.apply(x)));
    }

    @Override
    public List<Linear> inputs() {
      return List.of(up);
    }
  }
}
