package dev.ballast.model;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.LinearShape;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** The registry of decoder families, by {@code model_type}. */
public final class Families {
  private static final Map<String, Family> FAMILIES =
      Map.ofEntries(
          Map.entry("llama", new LlamaFamily()),
          Map.entry("mistral", new MistralFamily()),
          Map.entry("qwen2", new QwenFamily(2)),
          Map.entry("qwen3", new QwenFamily(3)),
          Map.entry("phi3", new Phi3Family()),
          Map.entry("olmo2", new Olmo2Family()),
          Map.entry("gemma2", new GemmaFamily(2)),
          Map.entry("gemma3_text", new GemmaFamily(3)),
          Map.entry("falcon", new FalconFamily()));

  private Families() {}

  /**
   * Decode a {@code config.json}.
   *
   * @throws BadInput for an unknown family, naming the known ones; for a missing key, and for a key
   *     that changes the computation in a way not implemented
   */
  public static ModelConfig config(JsonNode config) {
    ConfigKeys keys = new ConfigKeys(config);
    ModelConfig read = family(keys.text("model_type", "")).config(keys);
    keys.finish();
    return read;
  }

  /**
   * Read a checkpoint's configuration.
   *
   * @throws BadInput as {@link #config(JsonNode)}, naming the checkpoint
   */
  public static ModelConfig config(Checkpoint checkpoint) {
    try {
      return config(checkpoint.config());
    } catch (BadInput e) {
      throw e.file(checkpoint.source());
    }
  }

  /**
   * Build a decoder from weights of any dtype, in F32 on the CPU.
   *
   * @param names of all stored tensors
   * @param source reads one tensor into the innermost scope
   * @throws BadInput when tensors are missing, unexpected or misshapen
   */
  public static Decoder read(JsonNode config, Set<String> names, Function<String, Tensor> source) {
    return new Building(Placement.CPU, Use.FROZEN).read(config, names, source);
  }

  /** As {@link #read(Checkpoint, Placement)}, in F32 on the CPU. */
  public static Decoder read(Checkpoint checkpoint) {
    return read(checkpoint, Placement.CPU);
  }

  /** Read a checkpoint's decoder; its last adapter is on, those below it are folded in. */
  public static Decoder read(Checkpoint checkpoint, Placement placement) {
    List<AdapterFolder> adapters = checkpoint.adapters();
    Building building = new Building(placement, Use.FROZEN);
    if (adapters.isEmpty()) {
      return building.folded(checkpoint, adapters);
    }
    Decoder base = building.folded(checkpoint, adapters.subList(0, adapters.size() - 1));
    try {
      return base.with(Adapter.read(adapters.getLast(), base.config(), placement.device()))
          .owningBase();
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** Read a checkpoint's decoder with all adapters folded into its weights. */
  public static Decoder merged(Checkpoint checkpoint, Placement placement, Use use) {
    return new Building(placement, use).folded(checkpoint, checkpoint.adapters());
  }

  /** How a decoder is built of stored weights. */
  record Building(Placement placement, Use use) {
    Decoder folded(Checkpoint checkpoint, List<AdapterFolder> adapters) {
      try (MergedWeights merged = MergedWeights.of(checkpoint, adapters)) {
        WeightSource weights = adapters.isEmpty() ? checkpoint.weights() : merged.source();
        return read(checkpoint.config(), weights.names(), weights::read);
      } catch (BadInput e) {
        throw e.file(checkpoint.source());
      }
    }

    Decoder read(JsonNode config, Set<String> names, Function<String, Tensor> source) {
      ModelConfig shape = Families.config(config);
      Layout layout = layout(shape);
      Weights weights = Weights.read(layout.parameters(), names, source, use.storage(placement));
      return new Transformer(shape, layout, weights, placement);
    }
  }

  /** Build a decoder with random weights, as for training from nothing. */
  public static Decoder random(JsonNode config, RandomGenerator random) {
    ModelConfig shape = config(config);
    Layout layout = layout(shape);
    Weights weights = Weights.random(layout.parameters(), shape.layers(), random);
    return new Transformer(shape, layout, weights, Placement.CPU);
  }

  /**
   * Build a decoder of so many layers, all weights 0.01: it takes a model's own time for a layer,
   * and no checkpoint has to be read.
   */
  public static Decoder sample(ModelConfig config, int layers) {
    ModelConfig shape = config.withLayers(layers);
    Layout layout = layout(shape);
    return new Transformer(shape, layout, Weights.constant(layout.parameters()), Placement.CPU);
  }

  /** Return the shapes of the matrices that generation multiplies by, for choosing kernels. */
  public static List<LinearShape> generationShapes(ModelConfig config) {
    List<LinearShape> shapes = new ArrayList<>(FusedLinears.shapes(config));
    shapes.add(new LinearShape(config.vocabulary(), config.hidden()));
    return shapes;
  }

  /** Return the name and shape of every weight, in the order of the layers. */
  static Map<String, long[]> shapes(ModelConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    layout(config).parameters().forEach((name, parameter) -> shapes.put(name, parameter.shape()));
    return shapes;
  }

  static Layout layout(ModelConfig config) {
    return family(config.family()).layout(config);
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
