package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * An adapter before it is made: what it trains of a model, without a weight.
 *
 * @param modules linear layers that get matrices, in the order of the model's layers
 * @param whole parameters of the model that are trained and saved whole
 * @param sizes numbers of each of the adapter's weights, by PEFT's names
 */
public record AdapterOutline(
    LoraConfig config, List<String> modules, List<String> whole, SequencedMap<String, Long> sizes) {
  /** A dropped input and which of it was kept, for each number of the input. */
  private static final long DROPPED = Float.BYTES + 1;

  public AdapterOutline {
    modules = List.copyOf(modules);
    whole = List.copyOf(whole);
  }

  /**
   * Outline what {@link Adapter#fresh} makes.
   *
   * @throws BadInput when the configuration does not fit the model
   */
  public static AdapterOutline of(LoraConfig config, ModelConfig base) {
    LoraConfig spelled = config.withTargets(LoraSelection.spelled(config.targets(), base));
    LoraSelection selection = LoraSelection.of(spelled.targets(), base);
    SequencedMap<String, Long> sizes = new LinkedHashMap<>();
    Adapter.parameters(spelled, selection, Families.shapes(base))
        .forEach((name, parameter) -> sizes.put(name, parameter.count()));
    return new AdapterOutline(spelled, selection.modules(), selection.parameters(), sizes);
  }

  /** Return the name that PEFT gives a parameter of the model that is trained whole. */
  public static String saved(String parameter) {
    return Adapter.PREFIX + parameter;
  }

  /**
   * Name the weights that patterns match, as {@link Decoder#trainable} of an adapted decoder does.
   */
  public List<String> trainable(List<String> patterns) {
    return Weights.matching(sizes.sequencedKeySet(), patterns);
  }

  /** Tell whether a layer has matrices. */
  public boolean adapts(int layer) {
    return modules.stream().anyMatch(module -> ModelConfig.inLayer(module, layer));
  }

  /** Return an adapter with matrices for the same kinds of modules in whatever layers there are. */
  public LoraConfig everywhere() {
    List<String> ends =
        modules.stream().map(m -> m.substring(m.lastIndexOf('.') + 1)).distinct().toList();
    return config.withTargets(LoraTargets.of(ends, List.of()));
  }

  /** Return the parameters of the model for which gradients have to come down to their layer. */
  public List<String> touched() {
    return Stream.concat(modules.stream().map(module -> module + Adapter.WEIGHT), whole.stream())
        .toList();
  }

  /**
   * Return the parameters of the model whose inputs are kept for a backward pass: A reads what W
   * reads, and where inputs are dropped a copy of its own.
   */
  List<String> reading() {
    return config.dropout() == 0 ? touched() : whole;
  }

  /** Return bytes that a layer keeps of a token for its matrices: A x, and dropped inputs. */
  long keptOfToken(int layer) {
    return modules.stream()
        .filter(module -> ModelConfig.inLayer(module, layer))
        .mapToLong(this::keptOfToken)
        .sum();
  }

  private long keptOfToken(String module) {
    long rank = config.rank(module);
    long a = sizes.getOrDefault(Adapter.PREFIX + module + Adapter.A, 0L);
    return Float.BYTES * rank + (config.dropout() == 0 ? 0 : DROPPED * a / rank);
  }
}
