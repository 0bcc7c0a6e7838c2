package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Tensor;
import java.util.Set;

/** Named tensors that are read one at a time. */
public sealed interface WeightSource extends AutoCloseable
    permits Safetensors, ShardedSafetensors, GgufWeights, MemoryWeights, ChangedWeights {

  /** Return the names in file order. */
  Set<String> names();

  /**
   * Return dtype and shape without reading.
   *
   * @throws BadInput when there is no such tensor
   */
  TensorEntry entry(String name);

  /**
   * Copy a tensor into the innermost scope, in the file's dtype (quantised types as F32).
   *
   * @throws BadInput when there is no such tensor
   */
  Tensor read(String name);

  @Override
  void close();
}
