package dev.ballast.model;

import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How a layer's normed input becomes queries, keys and values; differentiable. */
sealed interface Qkv {
  /** Map (tokens, hidden). */
  Heads heads(Tensor x);

  /**
   * Return maps that give all queries, then all keys, then all values, one behind the other;
   * weights of the innermost scope where they are not stored so.
   */
  List<Linear> inOrder();

  /** Three matrices. */
  record Separate(Linear q, Linear k, Linear v, int headSize) implements Qkv {
    @Override
    public Heads heads(Tensor x) {
      return new Heads(split(q.apply(x)), split(k.apply(x)), split(v.apply(x)));
    }

    private Tensor split(Tensor x) {
      return x.view(x.size(0), -1, headSize);
    }

    @Override
    public List<Linear> inOrder() {
      return List.of(q, k, v);
    }
  }

  /** One matrix whose rows are all queries, all keys, all values. */
  record Joined(Linear all, ModelConfig config) implements Qkv {
    @Override
    public Heads heads(Tensor x) {
      Tensor joined = all.apply(x).view(x.size(0), -1, config.headSize());
      List<Tensor> parts =
          Tensors.split(joined, 1, config.heads(), config.kvHeads(), config.kvHeads());
      return new Heads(parts.get(0), parts.get(1), parts.get(2));
    }

    @Override
    public List<Linear> inOrder() {
      return List.of(all);
    }
  }

  /** One matrix whose rows are, for each key head, its queries, itself, its value. */
  record Grouped(Linear all, ModelConfig config) implements Qkv {
    @Override
    public Heads heads(Tensor x) {
      Tensor joined =
          all.apply(x).view(x.size(0), config.kvHeads(), queries() + 2, config.headSize());
      List<Tensor> parts = Tensors.split(joined, 2, queries(), 1, 1);
      return new Heads(
          parts.get(0).reshape(x.size(0), config.heads(), config.headSize()),
          parts.get(1).squeeze(2),
          parts.get(2).squeeze(2));
    }

    @Override
    public List<Linear> inOrder() {
      Tensor weight = all.merged();
      return IntStream.of(0, queries(), queries() + 1)
          .mapToObj(
              first ->
                  new Linear(
                      rows(weight, first), all.bias().map(b -> rows(b, first)), Optional.empty()))
          .toList();
    }

    /** Pick the queries (at 0), the key or the value of every group out of a weight or a bias. */
    private Tensor rows(Tensor tensor, int first) {
      Tensor groups = tensor.reshape(config.kvHeads(), queries() + 2, config.headSize(), -1);
      Tensor picked = groups.narrow(1, first, first == 0 ? queries() : 1);
      return tensor.dim() == 1 ? picked.reshape(-1) : picked.reshape(-1, tensor.size(1));
    }

    private int queries() {
      return config.heads() / config.kvHeads();
    }
  }
}
