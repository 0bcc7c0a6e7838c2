package dev.ballast.model;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearMap;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One layer's weights for generation: queries, keys and values in one matrix, gate and up too. */
record FusedLinears(
    ModelConfig config,
    FusedLinear qkv,
    QkNorm norm,
    FusedLinear out,
    FusedLinear in,
    FusedLinear down)
    implements Linears, AutoCloseable {
  static FusedLinears of(ModelConfig config, PlainLinears plain, Fusing fusing) {
    return new FusedLinears(
        config,
        fusing.join(plain.qkv()::inOrder),
        fusing.fix(plain.norm()),
        fusing.join(() -> List.of(plain.out())),
        fusing.join(plain.feedForward()::inputs),
        fusing.join(() -> List.of(plain.feedForward().down())));
  }

  static List<LinearShape> shapes(ModelConfig c) {
    long queries = (long) c.heads() * c.headSize();
    long keys = (long) c.kvHeads() * c.headSize();
    long inputs = c.has(Trait.UNGATED) ? 1 : 2;
    return List.of(
        new LinearShape(queries + 2 * keys, c.hidden()),
        new LinearShape(c.hidden(), queries),
        new LinearShape(inputs * c.intermediate(), c.hidden()),
        new LinearShape(c.hidden(), c.intermediate()));
  }

  /** Where fused copies live, and which kernels use them. */
  record Fusing(Owned owner, KernelChoice choice) {
    /**
     * Put maps of the same input one behind the other; one alone, as stored, is not copied, and a
     * copy that no kernel reads is dropped.
     */
    FusedLinear join(Supplier<List<Linear>> linears) {
      try (Scope _ = Scope.open()) {
        List<Linear> parts = linears.get();
        boolean stored = parts.size() == 1 && parts.getFirst().update().isEmpty();
        Tensor weight = stored ? parts.getFirst().weight() : merged(parts);
        LinearMap map = LinearMap.of(weight, choice);
        if (!stored && map.usesWeight()) {
          var _ = owner.keep(weight);
        }
        return new FusedLinear(map, bias(parts));
      }
    }

    private Optional<Tensor> bias(List<Linear> parts) {
      List<Tensor> biases = parts.stream().flatMap(part -> part.bias().stream()).toList();
      if (biases.size() > 1) {
        return Optional.of(owner.keep(Tensors.cat(biases, 0)));
      }
      return biases.stream().findFirst();
    }

    private static Tensor merged(List<Linear> parts) {
      List<Tensor> weights = parts.stream().map(Linear::merged).toList();
      return weights.size() == 1 ? weights.getFirst() : Tensors.cat(weights, 0);
    }

    QkNorm fix(QkNorm norm) {
      try (Scope _ = Scope.open()) {
        return norm.fixed(owner);
      }
    }
  }

  @Override
  public Heads qkv(Tensor x, Rope rope) {
    Tensor joined = qkv.apply(x);
    Tensor all = joined.view(joined.size(0), -1, config.headSize());
    int rotating = config.heads() + config.kvHeads();
    Tensor values = all.narrow(1, rotating, config.kvHeads());
    if (norm.isNone()) {
      Tensor rotated = rope.rotate(all.narrow(1, 0, rotating));
      return heads(rotated, values);
    }
    return norm.apply(heads(all, values)).rotated(rope);
  }

  /** Cut queries and keys out of a tensor that begins with them. */
  private Heads heads(Tensor all, Tensor values) {
    return new Heads(
        all.narrow(1, 0, config.heads()), all.narrow(1, config.heads(), config.kvHeads()), values);
  }

  @Override
  public Tensor out(Tensor x) {
    return out.apply(x);
  }

  @Override
  public Tensor feedForward(Tensor x) {
    Activation activation = config.rules().activation();
    Tensor all = in.apply(x);
    if (config.has(Trait.UNGATED)) {
      return down.apply(activation.apply(all));
    }
    long size = config.intermediate();
    Tensor gate = activation.apply(all.narrow(1, 0, size));
    return down.apply(gate.mulInPlace(all.narrow(1, size, size)));
  }

  @Override
  public void close() {
    List.of(qkv, out, in, down).forEach(FusedLinear::close);
  }
}
