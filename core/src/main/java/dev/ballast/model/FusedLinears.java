package dev.ballast.model;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearMap;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;

/** One layer's weights for generation: queries, keys and values in one matrix, gate and up too. */
record FusedLinears(
    ModelConfig config, LinearMap qkv, LinearMap out, LinearMap gateUp, LinearMap down)
    implements Linears, AutoCloseable {
  static FusedLinears of(ModelConfig config, PlainLinears plain, Fusing fusing) {
    return new FusedLinears(
        config,
        fusing.map(List.of(plain.q(), plain.k(), plain.v())),
        fusing.map(List.of(plain.out())),
        fusing.map(List.of(plain.gate(), plain.up())),
        fusing.map(List.of(plain.down())));
  }

  static List<LinearShape> shapes(ModelConfig c) {
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.kvHeads() * c.headSize();
    return List.of(
        new LinearShape(queries + 2 * keys, c.hidden()),
        new LinearShape(c.hidden(), queries),
        new LinearShape(2L * c.intermediate(), c.hidden()),
        new LinearShape(c.hidden(), c.intermediate()));
  }

  /** Where fused copies live, and which kernels use them. */
  record Fusing(Owned owner, KernelChoice choice) {
    LinearMap map(List<Tensor> weights) {
      try (Scope _ = Scope.open()) {
        Tensor weight =
            weights.size() == 1 ? weights.getFirst() : owner.keep(Tensors.cat(weights, 0));
        return LinearMap.of(weight, choice);
      }
    }
  }

  @Override
  public List<Tensor> qkv(Tensor x, Rope rope) {
    int rotating = config.heads() + config.kvHeads();
    Tensor all = rope.heads(qkv.apply(x));
    Tensor rotated = rope.rotate(all.narrow(1, 0, rotating));
    return List.of(
        rotated.narrow(1, 0, config.heads()),
        rotated.narrow(1, config.heads(), config.kvHeads()),
        all.narrow(1, rotating, config.kvHeads()));
  }

  @Override
  public Tensor out(Tensor x) {
    return out.apply(x);
  }

  @Override
  public Tensor feedForward(Tensor x) {
    Tensor all = gateUp.apply(x);
    long size = config.intermediate();
    return down.apply(Nn.silu(all.narrow(1, 0, size)).mulInPlace(all.narrow(1, size, size)));
  }

  @Override
  public void close() {
    List.of(qkv, out, gateUp, down).forEach(LinearMap::close);
  }
}
