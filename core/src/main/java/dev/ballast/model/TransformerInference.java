package dev.ballast.model;

import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearMap;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generation with a decoder of any family. */
final class TransformerInference implements Inference {
  private final Transformer transformer;
  private final AttentionRules rules;
  private final Owned owner = new Owned();
  private final List<FusedLinears> linears = new ArrayList<>();
  private final List<Block> blocks;
  private final LinearMap head;

  TransformerInference(Transformer transformer, KernelChoice choice) {
    this.transformer = transformer;
    rules = transformer.config().rules().attention();
    try (NoGrad _ = NoGrad.open()) {
      FusedLinears.Fusing fusing = new FusedLinears.Fusing(owner, choice);
      blocks = transformer.blocks().stream().map(block -> fused(block, fusing)).toList();
      head = LinearMap.of(transformer.head().weight(), choice);
    }
  }

  @Override
  public ModelConfig config() {
    return transformer.config();
  }

  @Override
  public Start start(List<int[]> prompts, int[] promptOfRow, LayerTap tap) {
    PackedTokens tokens = PackedTokens.sharing(prompts, Integer.MAX_VALUE, config()::mayShare);
    transformer.check(tokens);
    KvCache cache =
        new KvCache(
            config(),
            transformer.placement(),
            Arrays.stream(promptOfRow).mapToObj(prompts::get).toList());
    int[] rows = IntStream.range(0, promptOfRow.length).toArray();
    try {
      Tensor logits =
          quietly(
              () -> {
                Attend attend = filling(cache, tokens, rows, promptOfRow);
                Tensor last = lastRows(tokens, promptOfRow);
                Tensor hidden =
                    transformer.forward(
                        blocks, TokenRows.of(tokens), attend, new TapOfRows(tap, last));
                return logits(hidden.indexSelect(0, last));
              });
      return new Start(cache, logits);
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /** Shows some of the tokens. */
  private record TapOfRows(LayerTap tap, Tensor rows) implements LayerTap {
    @Override
    public boolean wants(int layer) {
      return tap.wants(layer);
    }

    @Override
    public void see(int layer, Tensor states) {
      tap.see(layer, states.indexSelect(0, rows));
    }
  }

  @Override
  public Tensor step(KvCache cache, int[] ids, LayerTap tap) {
    if (ids.length != cache.rows()) {
      throw new IllegalArgumentException(
          "one token a row: " + cache.rows() + ", was " + ids.length);
    }
    recompute(cache);
    TokenRows rows = TokenRows.last(ids, cache.advance(ids));
    return quietly(() -> logits(transformer.forward(blocks, rows, continuing(cache), tap)));
  }

  @Override
  public Tensor hidden(PackedTokens tokens, LayerTap tap) {
    transformer.check(tokens);
    return quietly(
        () ->
            transformer.forward(blocks, TokenRows.of(tokens), transformer.attention(tokens), tap));
  }

  @Override
  public Tensor logits(Tensor hidden) {
    return quietly(() -> transformer.head().capped(head.apply(hidden).to(Dtype.F32)));
  }

  /** Write rows anew whose rotary frequencies change with the next token. */
  private void recompute(KvCache cache) {
    int[] rows =
        IntStream.range(0, cache.rows())
            .filter(row -> rules.recomputes(cache.length(row)))
            .toArray();
    if (rows.length > 0) {
      PackedTokens tokens = PackedTokens.rows(Arrays.stream(rows).mapToObj(cache::tokens).toList());
      int[] spans = IntStream.range(0, rows.length).toArray();
      try (Scope _ = Scope.open()) {
        var _ =
            quietly(
                () -> {
                  Attend attend = filling(cache, tokens, rows, spans);
                  return transformer.forward(
                      blocks, TokenRows.of(tokens).grown(), attend, LayerTap.none());
                });
      }
    }
  }

  /** Attend with the query heads of one key head as its queries: no key is copied. */
  private Attend continuing(KvCache cache) {
    int[] windows = rules.layers().stream().mapToInt(LayerKind::window).distinct().toArray();
    List<Shelf> shelves = cache.shelves().stream().map(rows -> Shelf.of(rows, windows)).toList();
    return (layer, q, k, v) -> {
      List<Tensor> parts =
          shelves.stream()
              .map(
                  shelf -> {
                    shelf.rows.writeStep(layer, shelf.rows.own(k), shelf.rows.own(v));
                    return continued(shelf, layer, shelf.rows.own(q));
                  })
              .toList();
      return parts.size() == 1 ? parts.getFirst() : Tensors.cat(parts, 0);
    };
  }

  /**
   * Rows of about one length in one step.
   *
   * @param masks by window, each cut once for all layers
   */
  private record Shelf(KvShelf rows, Map<Integer, Optional<Tensor>> masks) {
    static Shelf of(KvShelf rows, int[] windows) {
      return new Shelf(
          rows, Arrays.stream(windows).boxed().collect(Collectors.toMap(w -> w, rows::mask)));
    }

    Optional<Tensor> mask(int window) {
      return Objects.requireNonNull(masks.get(window));
    }
  }

  private Tensor continued(Shelf shelf, int layer, Tensor q) {
    ModelConfig c = config();
    int window = rules.window(layer);
    KvShelf rows = shelf.rows;
    Tensor grouped = q.reshape(rows.rows(), c.kvHeads(), -1, c.headSize());
    return rules
        .attend(grouped, rows.keys(layer, window), rows.values(layer, window), shelf.mask(window))
        .reshape(rows.rows(), -1);
  }

  /**
   * Attend as packed tokens do, and write their keys and values.
   *
   * @param rows of the cache to write
   * @param spanOfRow for each of them the span that it is in
   */
  private Attend filling(KvCache cache, PackedTokens tokens, int[] rows, int[] spanOfRow) {
    PackedAttention packed = transformer.attention(tokens);
    return (layer, q, k, v) -> {
      for (int i = 0; i < rows.length; i++) {
        Span span = tokens.spans().get(spanOfRow[i]);
        if (span.hasPrefix()) {
          cache.writePrompt(layer, rows[i], 0, span.prefix(k), span.prefix(v));
        }
        cache.writePrompt(layer, rows[i], span.prefixLength(), span.own(k), span.own(v));
      }
      return packed.attend(layer, q, k, v);
    };
  }

  private Tensor lastRows(PackedTokens tokens, int[] promptOfRow) {
    long[] last =
        Arrays.stream(promptOfRow).mapToLong(p -> tokens.spans().get(p).end() - 1L).toArray();
    return transformer.placement().device().take(Tensors.ofLongs(last, last.length));
  }

  private Block fused(Block block, FusedLinears.Fusing fusing) {
    FusedLinears fused = FusedLinears.of(config(), (PlainLinears) block.linears(), fusing);
    linears.add(fused);
    try (Scope _ = Scope.open()) {
      return new Block(block.index(), block.norms().fixed(owner), fused);
    }
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
