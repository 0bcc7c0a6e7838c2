package dev.ballast.checkpoint;

import dev.ballast.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Serves tensors that live elsewhere; {@link #read} shares their memory. */
public final class MemoryWeights implements WeightSource {
  private final Map<String, Tensor> tensors;

  private MemoryWeights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Serve a map in its iteration order; the tensors stay their owner's. */
  public static MemoryWeights of(Map<String, Tensor> tensors) {
    return new MemoryWeights(tensors);
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorEntry entry(String name) {
    Tensor tensor = tensor(name);
    return new TensorEntry(tensor.dtype(), Arrays.stream(tensor.shape()).boxed().toList());
  }

  @Override
  public Tensor read(String name) {
    return tensor(name).detach();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Bad.noTensor(name, "the model in memory", tensors.keySet());
    }
    return tensor;
  }

  @Override
  public void close() {
    // The owner frees them.
  }
}
