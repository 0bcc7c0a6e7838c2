package dev.ballast.model;

import dev.ballast.json.BadInput;
import dev.ballast.json.Glob;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The weights of one model, owned; or a view of them with an adapter on, owning none. */
final class Weights implements AutoCloseable {
  /**
   * An adapter that is on.
   *
   * @param draw names the training pass whose inputs are dropped; empty = none are
   */
  private record Overlay(Adapter adapter, OptionalLong draw) {}

  private final Owned owner = new Owned();
  private final LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
  private final List<String> broken = new ArrayList<>();
  private final Optional<Overlay> overlay;

  private Weights(Optional<Overlay> overlay) {
    this.overlay = overlay;
  }

  /**
   * Read every tensor that a checkpoint has.
   *
   * @param storage where and in what numbers they are kept
   * @throws BadInput naming all missing and unexpected tensors, or the first misshapen one
   */
  static Weights read(
      Map<String, Parameter> parameters,
      Set<String> names,
      Function<String, Tensor> source,
      Placement storage) {
    checkNames(parameters.keySet(), names);
    List<String> broken = new ArrayList<>();
    Weights weights =
        make(
            parameters,
            (name, parameter) -> {
              Tensor tensor = shaped(name, source.apply(name), parameter.shape()).to(Dtype.F32);
              if (!finite(tensor)) {
                broken.add(name);
              }
              return storage.take(tensor);
            });
    weights.broken.addAll(broken);
    return weights;
  }

  private static Tensor shaped(String name, Tensor tensor, long[] shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw BadInput.of("tensor " + name + " must have shape " + Arrays.toString(shape))
          .value(Arrays.toString(tensor.shape()));
    }
    return tensor;
  }

  /** A sum costs one pass and no memory; only where it is not finite each number is asked. */
  private static boolean finite(Tensor tensor) {
    return Double.isFinite(tensor.sum().item()) || tensor.allFinite();
  }

  /** Return the names of tensors that held NaN or infinity when they were read. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /**
   * Draw weights as for training from nothing: norms the identity, biases 0, matrices N(0, 0.02²),
   * those that write to the residual stream scaled by 1/√(2·layers) (Radford et al. 2019, §2.3).
   */
  static Weights random(Map<String, Parameter> parameters, int layers, RandomGenerator random) {
    double residual = 0.02 / Math.sqrt(2.0 * layers);
    return make(
        parameters,
        (_, parameter) ->
            switch (parameter.start()) {
              case ONES -> Tensors.full(1, parameter.shape());
              case ZEROS -> Tensors.full(0, parameter.shape());
              case NORMAL -> Tensors.randn(random, 0.02, parameter.shape());
              case RESIDUAL -> Tensors.randn(random, residual, parameter.shape());
            });
  }

  /** Fill every tensor with one number: enough to measure how long the arithmetic takes. */
  static Weights constant(Map<String, Parameter> parameters) {
    return make(parameters, (_, parameter) -> Tensors.full(0.01, parameter.shape()));
  }

  /** Return the tensors of this one with an adapter over them; nothing is copied. */
  Weights under(Adapter adapter, OptionalLong draw) {
    Weights view = new Weights(Optional.of(new Overlay(adapter, draw)));
    view.tensors.putAll(tensors);
    view.broken.addAll(broken);
    return view;
  }

  /** Return a parameter, or what an adapter has in its place. */
  Tensor get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
  }

  /** Return a parameter where there is one of this name, or what an adapter has in its place. */
  Optional<Tensor> find(String name) {
    return overlay
        .flatMap(over -> over.adapter().replacement(name))
        .or(() -> Optional.ofNullable(tensors.get(name)));
  }

  /** Return what an adapter adds to a module such as {@code model.layers.0.self_attn.q_proj}. */
  Optional<LowRank> update(String module) {
    return overlay.flatMap(over -> over.adapter().update(module, over.draw()));
  }

  SequencedMap<String, Tensor> all() {
    return new LinkedHashMap<>(tensors);
  }

  List<String> trainable(List<String> patterns) {
    List<String> chosen = matching(tensors.sequencedKeySet(), patterns);
    Set<String> names = Set.copyOf(chosen);
    tensors.forEach((name, tensor) -> setGrad(tensor, names.contains(name)));
    return chosen;
  }

  /**
   * Pick parameters by name.
   *
   * @return the names, in the order given
   * @throws BadInput when a pattern matches nothing
   */
  static List<String> matching(SequencedCollection<String> names, List<String> patterns) {
    Set<String> chosen = new TreeSet<>();
    for (String pattern : patterns) {
      List<String> matches = names.stream().filter(Glob.of(pattern)).toList();
      if (matches.isEmpty()) {
        throw BadInput.of("no parameter matches the pattern")
            .key("trainable")
            .value(pattern)
            .fix("names look like " + List.copyOf(names).get(names.size() / 2));
      }
      chosen.addAll(matches);
    }
    return names.stream().filter(chosen::contains).toList();
  }

  private static void setGrad(Tensor tensor, boolean wanted) {
    if (wanted) {
      tensor.requireGrad();
    } else {
      tensor.freeze();
    }
  }

  /** Make every tensor, each in a scope of its own. */
  static Weights make(
      Map<String, Parameter> parameters, BiFunction<String, Parameter, Tensor> make) {
    Weights weights = new Weights(Optional.empty());
    try {
      for (var entry : parameters.entrySet()) {
        try (NoGrad _ = NoGrad.open();
            Scope _ = Scope.open()) {
          Tensor made = make.apply(entry.getKey(), entry.getValue());
          weights.tensors.put(entry.getKey(), weights.owner.keep(made));
        }
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private static void checkNames(Set<String> expected, Set<String> found) {
    List<String> wrong = new ArrayList<>();
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    missing.forEach(name -> wrong.add("missing " + name));
    Set<String> unexpected = new TreeSet<>(found);
    unexpected.removeAll(expected);
    // A tied head may be stored once more, and old exports store the rope table: both say nothing.
    unexpected.removeIf(n -> n.equals(Layout.HEAD) || n.endsWith(".inv_freq"));
    unexpected.forEach(name -> wrong.add("unexpected " + name));
    if (!wrong.isEmpty()) {
      List<String> first = wrong.subList(0, Math.min(8, wrong.size()));
      throw BadInput.of(
          "the tensors do not fit the config ("
              + wrong.size()
              + " differ): "
              + String.join(", ", first));
    }
  }

  @Override
  public void close() {
    owner.close();
    tensors.clear();
  }
}
