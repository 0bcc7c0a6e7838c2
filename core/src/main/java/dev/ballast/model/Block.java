package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.List;

/** One pre-norm layer: x + attention(norm x), then x + feedForward(norm x). */
record Block(ModelConfig config, int index, Tensor inputNorm, Tensor postNorm, Linears linears) {
  static Block of(ModelConfig config, Weights weights, int index, Linears linears) {
    return new Block(
        config,
        index,
        weights.get(LlamaShapes.name(index, "input_layernorm")),
        weights.get(LlamaShapes.name(index, "post_attention_layernorm")),
        linears);
  }

  Block with(Linears newLinears) {
    return new Block(config, index, inputNorm, postNorm, newLinears);
  }

  /** Map (tokens, hidden) to the same shape. */
  Tensor forward(Tensor x, Rope rope, Attend attend) {
    return Scope.returning(
        () -> {
          Tensor attended = x.add(attention(norm(x, inputNorm), rope, attend));
          return attended.add(linears.feedForward(norm(attended, postNorm)));
        });
  }

  private Tensor attention(Tensor x, Rope rope, Attend attend) {
    List<Tensor> qkv = linears.qkv(x, rope);
    return linears.out(attend.attend(index, qkv.get(0), qkv.get(1), qkv.get(2)));
  }

  private Tensor norm(Tensor x, Tensor weight) {
    return Nn.rmsNorm(x, weight, config.normEps());
  }
}
