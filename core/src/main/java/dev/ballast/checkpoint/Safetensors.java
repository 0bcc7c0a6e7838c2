package dev.ballast.checkpoint;

import dev.ballast.checkpoint.SafetensorsHeader.Slot;
import dev.ballast.json.BadInput;
import dev.ballast.json.OutsideMissing;
import dev.ballast.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** One safetensors file. Source: the format's README, github.com/huggingface/safetensors. */
public final class Safetensors implements WeightSource {
  private final MappedFile file;
  private final SafetensorsHeader header;

  private Safetensors(MappedFile file, SafetensorsHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Open a file and check its whole header; tensors are read when asked for.
   *
   * @throws BadInput naming file, tensor and value when anything does not add up
   */
  public static Safetensors read(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      return new Safetensors(file, SafetensorsHeader.parse(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Write tensors to a temporary name and rename it; equal input gives equal bytes.
   *
   * @param tensors the header keeps their order
   * @param metadata text pairs beside {@code format: pt}
   * @throws OutsideMissing when the disk is full or the folder cannot be written
   */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SafetensorsWriter.of(MemoryWeights.of(tensors), metadata).write(path);
  }

  /** Return the text pairs that the writer of the file left. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.slots().keySet());
  }

  @Override
  public TensorEntry entry(String name) {
    return slot(name).entry();
  }

  @Override
  public Tensor read(String name) {
    Slot slot = slot(name);
    return file.tensor(slot.entry(), slot.offset());
  }

  private Slot slot(String name) {
    Slot slot = header.slots().get(name);
    if (slot == null) {
      throw Bad.noTensor(name, file.path(), names());
    }
    return slot;
  }

  @Override
  public void close() {
    file.close();
  }
}
