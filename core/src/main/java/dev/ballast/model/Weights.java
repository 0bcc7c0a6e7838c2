package dev.ballast.model;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The weights of one model in F32, owned. */
final class Weights implements AutoCloseable {
  private final Owned owner = new Owned();
  private final LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();

  private Weights() {}

  /**
   * Read every tensor that a checkpoint has.
   *
   * @throws BadInput naming all missing and unexpected tensors, or the first misshapen one
   */
  static Weights read(
      Map<String, Parameter> parameters, Set<String> names, Function<String, Tensor> source) {
    checkNames(parameters.keySet(), names);
    return fill(
        parameters,
        (name, parameter) -> {
          Tensor tensor = source.apply(name);
          long[] shape = parameter.shape();
          if (!Arrays.equals(tensor.shape(), shape)) {
            throw BadInput.of("tensor " + name + " must have shape " + Arrays.toString(shape))
                .value(Arrays.toString(tensor.shape()));
          }
          return tensor.to(Dtype.F32);
        });
  }

  /**
   * Draw weights as for training from nothing: norms the identity, biases 0, matrices N(0, 0.02²),
   * those that write to the residual stream scaled by 1/√(2·layers) (Radford et al. 2019, §2.3).
   */
  static Weights random(Map<String, Parameter> parameters, int layers, RandomGenerator random) {
    double residual = 0.02 / Math.sqrt(2.0 * layers);
    return fill(
        parameters,
        (_, parameter) ->
            switch (parameter.start()) {
              case ONES -> Tensors.full(1, parameter.shape());
              case ZEROS -> Tensors.full(0, parameter.shape());
              case NORMAL -> Tensors.randn(random, 0.02, parameter.shape());
              case RESIDUAL -> Tensors.randn(random, residual, parameter.shape());
            });
  }

  Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return tensor;
  }

  Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  SequencedMap<String, Tensor> all() {
    return new LinkedHashMap<>(tensors);
  }

  List<String> trainable(List<String> patterns) {
    Set<String> chosen = new TreeSet<>();
    for (String pattern : patterns) {
      List<String> matches = tensors.keySet().stream().filter(Glob.of(pattern)).toList();
      if (matches.isEmpty()) {
        throw BadInput.of("no parameter matches the pattern")
            .key("trainable")
            .value(pattern)
            .fix("names look like " + List.copyOf(tensors.keySet()).get(tensors.size() / 2));
      }
      chosen.addAll(matches);
    }
    tensors.forEach((name, tensor) -> setGrad(tensor, chosen.contains(name)));
    return tensors.keySet().stream().filter(chosen::contains).toList();
  }

  private static void setGrad(Tensor tensor, boolean wanted) {
    if (wanted) {
      tensor.requireGrad();
    } else {
      tensor.freeze();
    }
  }

  private static Weights fill(
      Map<String, Parameter> parameters, BiFunction<String, Parameter, Tensor> make) {
    Weights weights = new Weights();
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
