package dev.ballast.model;

import dev.ballast.checkpoint.AdapterFolder;
import dev.ballast.checkpoint.WeightSource;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** A low-rank adapter with its weights in F32, owned; it goes over a base that it does not own. */
public final class Adapter implements AutoCloseable {
  /** What PEFT puts before the names of the base. */
  static final String PREFIX = "base_model.model.";

  static final String WEIGHT = ".weight";

  /** What is added to a module's name for its A; for B alike. */
  static final String A = ".lora_A.weight";

  private static final String B = ".lora_B.weight";

  private final LoraConfig config;
  private final LoraSelection selection;
  private final Weights weights;
  private final long seed;

  private Adapter(LoraConfig config, LoraSelection selection, Weights weights, long seed) {
    this.config = config;
    this.selection = selection;
    this.weights = weights;
    this.seed = seed;
  }

  /**
   * Read a saved adapter into the CPU's memory.
   *
   * @param base the shape of the model that it goes over
   * @throws BadInput when it does not fit the base, or asks what is not implemented
   */
  public static Adapter read(AdapterFolder folder, ModelConfig base) {
    return read(folder, base, Device.CPU);
  }

  /** Read a saved adapter into a device's memory, that of the base. */
  static Adapter read(AdapterFolder folder, ModelConfig base, Device device) {
    try {
      LoraConfig config = LoraConfig.of(folder.config());
      WeightSource source = folder.weights();
      LoraSelection selection =
          withEmbeddings(LoraSelection.of(config.targets(), base), base, source);
      Map<String, Parameter> parameters = parameters(config, selection, Families.shapes(base));
      Placement storage = new Placement(device, Dtype.F32);
      return new Adapter(
          config, selection, Weights.read(parameters, source.names(), source::read, storage), 0);
    } catch (BadInput e) {
      throw e.file(folder.source());
    }
  }

  /**
   * Make an adapter that changes nothing yet: A even over ±1/√in as PEFT draws it (He et al. 2015
   * with a gain of 1/√3), B zero, and copies of what is trained whole.
   *
   * @param seed of A and of the dropout
   * @throws BadInput when the configuration does not fit the base
   */
  public static Adapter fresh(LoraConfig config, Decoder base, long seed) {
    LoraConfig spelled = config.withTargets(LoraSelection.spelled(config.targets(), base.config()));
    LoraSelection selection = LoraSelection.of(spelled.targets(), base.config());
    SplittableRandom random = new SplittableRandom(seed);
    SequencedMap<String, Tensor> whole = base.base().parameters();
    Placement storage = new Placement(base.placement().device(), Dtype.F32);
    Weights weights =
        Weights.make(
            parameters(spelled, selection, Families.shapes(base.config())),
            (name, parameter) -> {
              long[] shape = parameter.shape();
              if (name.endsWith(A)) {
                return storage.take(Tensors.uniform(random, 1 / Math.sqrt(shape[1]), shape));
              }
              Tensor copied = whole.get(name.substring(PREFIX.length()));
              return copied == null ? Tensors.zeros(storage, shape) : storage.take(copied.copy());
            });
    return new Adapter(spelled, selection, weights, seed);
  }

  public LoraConfig config() {
    return config;
  }

  /** Return the linear layers that have matrices, in the order of the base's layers. */
  public List<String> modules() {
    return selection.modules();
  }

  /** Return all weights by PEFT's names. */
  public SequencedMap<String, Tensor> parameters() {
    return weights.all();
  }

  /** As {@link Decoder#trainable}, over PEFT's names. */
  List<String> trainable(List<String> patterns) {
    return weights.trainable(patterns);
  }

  /** Return what stands in the place of a parameter of the base. */
  Optional<Tensor> replacement(String parameter) {
    return selection.parameters().contains(parameter)
        ? Optional.of(weights.get(PREFIX + parameter))
        : Optional.empty();
  }

  /**
   * Return what is added to a linear layer.
   *
   * @param draw names a training pass, which drops inputs; empty = none is dropped
   */
  Optional<LowRank> update(String module, OptionalLong draw) {
    int index = selection.modules().indexOf(module);
    if (index < 0) {
      return Optional.empty();
    }
    Optional<LowRank.Dropout> dropout =
        draw.isEmpty() || config.dropout() == 0
            ? Optional.empty()
            : Optional.of(
                new LowRank.Dropout(config.dropout(), mixed(mixed(seed, draw.getAsLong()), index)));
    return Optional.of(
        new LowRank(
            weights.get(PREFIX + module + A),
            weights.get(PREFIX + module + B),
            config.scale(module),
            dropout));
  }

  /**
   * Return a parameter of the base with this adapter folded in, a tensor of the innermost scope.
   *
   * @param stored F32
   */
  Tensor folded(String parameter, Tensor stored) {
    String module =
        parameter.endsWith(WEIGHT)
            ? parameter.substring(0, parameter.length() - WEIGHT.length())
            : parameter;
    return replacement(parameter)
        .map(Tensor::copy)
        .or(() -> update(module, OptionalLong.empty()).map(low -> stored.add(low.matrix())))
        .orElse(stored);
  }

  private static long mixed(long seed, long more) {
    return new SplittableRandom(seed).nextLong() + more;
  }

  /** PEFT saves embeddings of its own accord where it thinks that they changed. */
  private static LoraSelection withEmbeddings(
      LoraSelection selection, ModelConfig base, WeightSource source) {
    List<String> parameters = new ArrayList<>(selection.parameters());
    for (String name : List.of(Families.layout(base).embedding(), Layout.HEAD)) {
      if (source.names().contains(PREFIX + name) && !parameters.contains(name)) {
        parameters.add(name);
      }
    }
    return new LoraSelection(selection.modules(), parameters);
  }

  /** Name the adapter's weights, in the order of the modules. */
  static Map<String, Parameter> parameters(
      LoraConfig config, LoraSelection selection, Map<String, long[]> base) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (String module : selection.modules()) {
      long[] whole = shape(base, module + WEIGHT);
      int rank = config.rank(module);
      parameters.put(PREFIX + module + A, Parameter.matrix(rank, whole[1]));
      parameters.put(PREFIX + module + B, Parameter.matrix(whole[0], rank));
    }
    selection
        .parameters()
        .forEach(
            name ->
                parameters.put(
                    PREFIX + name, new Parameter(shape(base, name), Parameter.Start.ZEROS)));
    return parameters;
  }

  private static long[] shape(Map<String, long[]> base, String name) {
    long[] shape = base.get(name);
    if (shape == null) {
      throw BadInput.of("the base has no weight of this name").value(name);
    }
    return shape;
  }

  @Override
  public void close() {
    weights.close();
  }
}
