package dev.ballast.model;

import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A pass that keeps each layer's input and nothing else of it (Chen et al. 2016, arXiv 1604.06174).
 * The graph is cut in front of every layer; the backward pass computes the layers again, the last
 * one first, and hands the gradient of a layer's input to the layer below. Every operation sees the
 * same numbers as in a pass that keeps everything, so gradients are the same.
 */
final class RecomputedPass implements ForwardPass {
  private final Transformer model;
  private final Transformer.Setting setting;

  /** What each layer reads, leaves of its graph: they need gradients where anything below does. */
  private final List<Tensor> inputs = new ArrayList<>();

  private final Tensor last;
  private final Tensor hidden;

  RecomputedPass(Transformer model, PackedTokens tokens) {
    this.model = model;
    setting = model.setting(tokens);
    Tensor x = leaf(() -> model.embed(setting));
    for (Block block : model.blocks()) {
      inputs.add(x);
      x = next(block, x);
    }
    last = x;
    hidden = Scope.returning(() -> model.normed(last));
  }

  private Tensor next(Block block, Tensor input) {
    return leaf(() -> model.layer(block, input, setting));
  }

  /** Compute something and let its graph go. */
  private static Tensor leaf(Supplier<Tensor> computation) {
    return Scope.returning(
        () -> {
          Tensor computed = computation.get();
          Tensor leaf = computed.detach();
          return computed.requiresGrad() ? leaf.requireGrad() : leaf;
        });
  }

  @Override
  public Tensor hidden() {
    return hidden;
  }

  @Override
  public void backward(Tensor from, Tensor gradient) {
    if (!from.requiresGrad()) {
      return;
    }
    from.backward(gradient);
    Tensor output = last;
    for (int i = inputs.size() - 1; i >= 0 && output.requiresGrad(); i--) {
      Block block = model.blocks().get(i);
      Tensor input = inputs.get(i);
      again(() -> model.layer(block, input, setting), output);
      output = input;
    }
    if (output.requiresGrad()) {
      again(() -> model.embed(setting), output);
    }
  }

  /** Compute again what a leaf is a copy of, and take the leaf's gradient back through it. */
  private static void again(Supplier<Tensor> computation, Tensor leaf) {
    try (Scope _ = Scope.open()) {
      computation.get().backward(leaf.grad());
      leaf.dropGrad();
    }
  }
}
