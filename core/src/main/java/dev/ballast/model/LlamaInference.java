package dev.ballast.model;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearMap;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Generation with a Llama decoder. */
final class LlamaInference implements Inference {
  private final Llama llama;
  private final Owned owner = new Owned();
  private final List<FusedLinears> linears = new ArrayList<>();
  private final List<Block> blocks;
  private final LinearMap head;

  LlamaInference(Llama llama, KernelChoice choice) {
    this.llama = llama;
    try (NoGrad _ = NoGrad.open()) {
      FusedLinears.Fusing fusing = new FusedLinears.Fusing(owner, choice);
      blocks = llama.blocks().stream().map(block -> fused(block, fusing)).toList();
      head = LinearMap.of(llama.head(), choice);
    }
  }

  @Override
  public ModelConfig config() {
    return llama.config();
  }

  @Override
  public Start start(List<int[]> prompts, int[] promptOfRow) {
    PackedTokens tokens = PackedTokens.sharing(prompts, Integer.MAX_VALUE);
    llama.check(tokens);
    int[] lengths = Arrays.stream(promptOfRow).map(p -> prompts.get(p).length).toArray();
    KvCache cache = new KvCache(config(), lengths);
    try {
      Tensor logits =
          quietly(
              () -> {
                Attend attend = filling(cache, tokens, promptOfRow);
                Tensor hidden = llama.forward(blocks, tokens.ids(), tokens.positions(), attend);
                return head.apply(hidden.indexSelect(0, lastRows(tokens, promptOfRow)));
              });
      return new Start(cache, logits);
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  @Override
  public Tensor step(KvCache cache, int[] ids) {
    if (ids.length != cache.rows()) {
      throw new IllegalArgumentException(
          "one token a row: " + cache.rows() + ", was " + ids.length);
    }
    int[] positions = cache.advance();
    return quietly(() -> head.apply(llama.forward(blocks, ids, positions, continuing(cache))));
  }

  /** Attend with the query heads of one key head as its queries: no key is copied. */
  private Attend continuing(KvCache cache) {
    long rows = cache.rows();
    ModelConfig c = config();
    Optional<Tensor> mask = cache.mask();
    return (layer, q, k, v) -> {
      cache.writeStep(layer, k, v);
      Tensor grouped = q.reshape(rows, c.kvHeads(), -1, c.headSize());
      return Nn.attention(grouped, cache.keys(layer), cache.values(layer), mask).reshape(rows, -1);
    };
  }

  private static Attend filling(KvCache cache, PackedTokens tokens, int[] promptOfRow) {
    PackedAttention packed = new PackedAttention(tokens);
    return (layer, q, k, v) -> {
      for (int row = 0; row < promptOfRow.length; row++) {
        Span span = tokens.spans().get(promptOfRow[row]);
        if (span.hasPrefix()) {
          cache.writePrompt(layer, row, 0, span.prefix(k), span.prefix(v));
        }
        cache.writePrompt(layer, row, span.prefixLength(), span.own(k), span.own(v));
      }
      return packed.attend(layer, q, k, v);
    };
  }

  private static Tensor lastRows(PackedTokens tokens, int[] promptOfRow) {
    long[] last =
        Arrays.stream(promptOfRow).mapToLong(p -> tokens.spans().get(p).end() - 1L).toArray();
    return Tensors.ofLongs(last, last.length);
  }

  private Block fused(Block block, FusedLinears.Fusing fusing) {
    FusedLinears fused = FusedLinears.of(config(), (PlainLinears) block.linears(), fusing);
    linears.add(fused);
    return block.with(fused);
  }

  private static Tensor quietly(Supplier<Tensor> computation) {
    try (NoGrad _ = NoGrad.open()) {
      return Scope.returning(computation);
    }
  }

  @Override
  public void close() {
    head.close();
    linears.forEach(FusedLinears::close);
    owner.close();
  }
}
