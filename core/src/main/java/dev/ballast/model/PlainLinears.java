package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import java.util.List;

/** One layer's weights as they are stored; differentiable. */
record PlainLinears(Tensor q, Tensor k, Tensor v, Tensor out, Tensor gate, Tensor up, Tensor down)
    implements Linears {
  static PlainLinears of(Weights weights, int layer) {
    return new PlainLinears(
        weights.get(LlamaShapes.name(layer, "self_attn.q_proj")),
        weights.get(LlamaShapes.name(layer, "self_attn.k_proj")),
        weights.get(LlamaShapes.name(layer, "self_attn.v_proj")),
        weights.get(LlamaShapes.name(layer, "self_attn.o_proj")),
        weights.get(LlamaShapes.name(layer, "mlp.gate_proj")),
        weights.get(LlamaShapes.name(layer, "mlp.up_proj")),
        weights.get(LlamaShapes.name(layer, "mlp.down_proj")));
  }

  @Override
  public List<Tensor> qkv(Tensor x, Rope rope) {
    return List.of(
        rope.rotate(rope.heads(Nn.linear(x, q))),
        rope.rotate(rope.heads(Nn.linear(x, k))),
        rope.heads(Nn.linear(x, v)));
  }

  @Override
  public Tensor out(Tensor x) {
    return Nn.linear(x, out);
  }

  @Override
  public Tensor feedForward(Tensor x) {
    return Nn.linear(Nn.silu(Nn.linear(x, gate)).mul(Nn.linear(x, up)), down);
  }
}
