package dev.ballast.model;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The registry of decoder families, by {@code model_type}. */
public final class Families {
  /** How a family is read and made. */
  private record Family(
      Function<JsonNode, ModelConfig> config, Function<ModelConfig, Map<String, long[]>> shapes) {}

  private static final Map<String, Family> FAMILIES =
      Map.of("llama", new Family(ModelConfig::ofLlama, LlamaShapes::of));

  private Families() {}

  /**
   * Decode a {@code config.json}.
   *
   * @throws BadInput for an unknown family, naming the known ones
   */
  public static ModelConfig config(JsonNode config) {
    return family(config.path("model_type").asString("")).config().apply(config);
  }

  /**
   * Build a decoder from weights of any dtype.
   *
   * @param names of all stored tensors
   * @param source reads one tensor into the innermost scope
   * @throws BadInput when tensors are missing, unexpected or misshapen
   */
  public static Decoder read(JsonNode config, Set<String> names, Function<String, Tensor> source) {
    ModelConfig shape = config(config);
    return new Llama(
        shape, Weights.read(family(shape.family()).shapes().apply(shape), names, source));
  }

  /** Read a checkpoint's decoder. */
  public static Decoder read(Checkpoint checkpoint) {
    WeightSource weights = checkpoint.weights();
    try {
      return read(checkpoint.config(), weights.names(), weights::read);
    } catch (BadInput e) {
      throw e.file(checkpoint.source());
    }
  }

  /** Build a decoder with random weights, as for training from nothing. */
  public static Decoder random(JsonNode config, RandomGenerator random) {
    ModelConfig shape = config(config);
    Map<String, long[]> shapes = family(shape.family()).shapes().apply(shape);
    return new Llama(shape, Weights.random(shapes, shape.layers(), random));
  }

  private static Family family(String type) {
    Family family = FAMILIES.get(type);
    if (family == null) {
      throw BadInput.of("unknown model family")
          .key("model_type")
          .value(type)
          .fix("known families: " + String.join(", ", new TreeSet<>(FAMILIES.keySet())));
    }
    return family;
  }
}
