package dev.ballast.model;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** The decoder of every family: token embedding, layers, final norm, output layer. */
final class Transformer implements Decoder {
  private final ModelConfig config;
  private final Layout layout;
  private final Weights weights;
  private final Placement placement;
  private final List<Block> blocks;

  Transformer(ModelConfig config, Layout layout, Weights weights, Placement placement) {
    this.config = config;
    this.layout = layout;
    this.weights = weights;
    this.placement = placement;
    blocks = IntStream.range(0, config.layers()).mapToObj(i -> layout.block(weights, i)).toList();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Placement placement() {
    return placement;
  }

  @Override
  public Tensor hidden(PackedTokens tokens) {
    check(tokens);
    return Scope.returning(
        () -> {
          Attend attend = attention(tokens);
          return forward(blocks, TokenRows.of(tokens), attend, LayerTap.none());
        });
  }

  @Override
  public ForwardPass pass(PackedTokens tokens, Activations activations) {
    return switch (activations) {
      case KEPT -> new KeptPass(hidden(tokens));
      case RECOMPUTED -> {
        check(tokens);
        yield new RecomputedPass(this, tokens);
      }
    };
  }

  @Override
  public OutputHead head() {
    Tensor weight = weights.get(config.tied() ? layout.embedding() : Layout.HEAD);
    return new OutputHead(weight, config.rules().logitCap());
  }

  @Override
  public AdaptedDecoder with(Adapter adapter) {
    return AdaptedDecoder.of(
        this, adapter, weights, view -> new Transformer(config, layout, view, placement));
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return weights.all();
  }

  @Override
  public List<String> trainable(List<String> patterns) {
    return weights.trainable(patterns);
  }

  @Override
  public List<String> broken() {
    return weights.broken();
  }

  @Override
  public Inference inference(KernelChoice choice) {
    return new TransformerInference(this, choice);
  }

  /** Run the layers over tokens that meet each other as {@code attend} says. */
  Tensor forward(List<Block> layers, TokenRows rows, Attend attend, LayerTap tap) {
    Setting setting = new Setting(rows.ids(), ropes(rows), attend);
    Tensor x = embed(setting);
    for (Block block : layers) {
      show(tap, block.index(), x);
      x = layer(block, x, setting);
    }
    Tensor normed = normed(x);
    show(tap, layers.size(), normed);
    return normed;
  }

  private static void show(LayerTap tap, int layer, Tensor states) {
    if (tap.wants(layer)) {
      tap.see(layer, states);
    }
  }

  /** What all layers of one pass share. */
  @SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
  record Setting(int[] ids, List<Rope> ropes, Attend attend) {}

  /** Prepare a pass over packed tokens. */
  Setting setting(PackedTokens tokens) {
    return new Setting(tokens.ids(), ropes(TokenRows.of(tokens)), attention(tokens));
  }

  /** Let packed tokens meet those before them in their rows. */
  PackedAttention attention(PackedTokens tokens) {
    return new PackedAttention(tokens, config.rules().attention(), placement);
  }

  private List<Rope> ropes(TokenRows rows) {
    return config.rules().attention().ropes().stream()
        .map(rope -> Rope.at(rows, rope, placement))
        .toList();
  }

  /** Run one layer, (tokens, hidden) to the same shape. */
  Tensor layer(Block block, Tensor x, Setting setting) {
    Rope rope = setting.ropes().get(config.rules().attention().rope(block.index()));
    return block.forward(x, rope, setting.attend());
  }

  /** Apply the final norm. */
  Tensor normed(Tensor x) {
    return layout.lastNorm(weights).apply(x);
  }

  /** Look the tokens' embeddings up, (tokens, hidden). */
  Tensor embed(Setting setting) {
    Tensor index = placement.device().take(Tensors.ofInts(setting.ids()));
    Tensor looked = Nn.embedding(weights.get(layout.embedding()), index, config.padToken());
    Tensor x = placement.take(looked);
    return config.has(Trait.SCALED_EMBEDDING) ? x.mul(Math.sqrt(config.hidden())) : x;
  }

  List<Block> blocks() {
    return blocks;
  }

  void check(PackedTokens tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.ids()[i] < 0 || tokens.ids()[i] >= config.vocabulary()) {
        throw BadInput.of("token id outside the vocabulary of " + config.vocabulary())
            .value(tokens.ids()[i]);
      }
      if (tokens.positions()[i] >= config.context()) {
        throw BadInput.of("a row is longer than the model's context of " + config.context());
      }
    }
    if (!tokens.sharesOnly(config::mayShare)) {
      throw new IllegalArgumentException(
          "rows of different rotary frequencies share a beginning: pack them with mayShare");
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
