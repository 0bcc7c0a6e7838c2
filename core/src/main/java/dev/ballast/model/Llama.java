package dev.ballast.model;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The Llama decoder (Touvron et al. 2023): grouped-query attention, rotary positions, RMSNorm,
 * SwiGLU; head tied to the embedding or not.
 */
final class Llama implements Decoder {
  private final ModelConfig config;
  private final Weights weights;
  private final List<Block> blocks;

  Llama(ModelConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    blocks =
        IntStream.range(0, config.layers())
            .mapToObj(i -> Block.of(config, weights, i, PlainLinears.of(weights, i)))
            .toList();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Tensor hidden(PackedTokens tokens) {
    check(tokens);
    return Scope.returning(
        () -> forward(blocks, tokens.ids(), tokens.positions(), new PackedAttention(tokens)));
  }

  @Override
  public Tensor head() {
    return weights.get(config.tied() ? LlamaShapes.EMBEDDING : LlamaShapes.HEAD);
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
  public List<LinearShape> generationShapes() {
    List<LinearShape> shapes = new ArrayList<>(FusedLinears.shapes(config));
    shapes.add(new LinearShape(config.vocabulary(), config.hidden()));
    return shapes;
  }

  @Override
  public Inference inference(KernelChoice choice) {
    return new LlamaInference(this, choice);
  }

  /** Run the layers over tokens that meet each other as {@code attend} says. */
  Tensor forward(List<Block> layers, int[] ids, int[] positions, Attend attend) {
    Rope rope = Rope.at(positions, config);
    Tensor idTensor = Tensors.ofLongs(Arrays.stream(ids).asLongStream().toArray(), ids.length);
    Tensor x = Nn.embedding(weights.get(LlamaShapes.EMBEDDING), idTensor, config.padToken());
    for (Block block : layers) {
      x = block.forward(x, rope, attend);
    }
    return Nn.rmsNorm(x, weights.get(LlamaShapes.NORM), config.normEps());
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
  }

  @Override
  public void close() {
    weights.close();
  }
}
