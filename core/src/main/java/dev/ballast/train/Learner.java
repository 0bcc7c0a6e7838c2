package dev.ballast.train;

import dev.ballast.model.ActivationMemory;
import dev.ballast.model.Activations;
import dev.ballast.model.AdapterOutline;
import dev.ballast.model.LoraConfig;
import dev.ballast.model.ModelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A model before it is trained, without a weight.
 *
 * @param adapter what is trained over it; empty = its own weights are
 */
public record Learner(ModelConfig model, Optional<AdapterOutline> adapter) {
  /** Outline a model and what is trained over it; its own weights where that is empty. */
  public static Learner of(ModelConfig model, Optional<LoraConfig> lora) {
    return new Learner(model, lora.map(config -> AdapterOutline.of(config, model)));
  }

  /** Return the number of elements of each weight, the adapter's among them. */
  SequencedMap<String, Long> sizes() {
    SequencedMap<String, Long> sizes = new LinkedHashMap<>(model.parameterSizes());
    adapter.ifPresent(outline -> sizes.putAll(outline.sizes()));
    return sizes;
  }

  /** Name the weights that patterns choose for training, an adapter's under PEFT's names. */
  List<String> trained(List<String> patterns) {
    return adapter
        .map(outline -> outline.trainable(patterns))
        .orElseGet(() -> model.trainable(patterns));
  }

  /** Return the name under which a parameter of the model would be trained whole. */
  String name(String parameter) {
    return adapter.isPresent() ? AdapterOutline.saved(parameter) : parameter;
  }

  /** Return the index of the lowest layer that gradients reach; the number of layers where none. */
  int lowest(List<String> trained) {
    return model.lowestTrained(adapter.map(AdapterOutline::touched).orElse(trained));
  }

  /** Tell whether a layer has an adapter's matrices. */
  boolean adapts(int layer) {
    return adapter.isPresent() && adapter.get().adapts(layer);
  }

  /** Count the memory of passes that train so. */
  ActivationMemory memory(List<String> trained, Activations activations) {
    return adapter
        .map(outline -> new ActivationMemory(model, outline, activations))
        .orElseGet(() -> new ActivationMemory(model, trained, activations));
  }

  /** Return the bytes of what is written after training: the whole model, or its adapter. */
  long written() {
    SequencedMap<String, Long> saved =
        adapter.map(AdapterOutline::sizes).orElseGet(model::parameterSizes);
    return Float.BYTES * saved.values().stream().mapToLong(Long::longValue).sum();
  }
}
