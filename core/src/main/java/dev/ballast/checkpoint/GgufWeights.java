package dev.ballast.checkpoint;

import dev.ballast.checkpoint.GgufHeader.Slot;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The tensors of a GGUF file under HF names, in HF's order of rows. */
final class GgufWeights implements WeightSource {
  private static final int WINDOW_BYTES = 1 << 26;

  /**
   * One tensor.
   *
   * @param rows how the file orders its rows
   * @param shift what HF's numbers are above the file's
   */
  record Part(Slot slot, GgufRows rows, double shift) {
    /** Return what is told of it: a shifted tensor is computed, and in F32. */
    TensorEntry entry() {
      return shift == 0 ? slot.entry() : new TensorEntry(Dtype.F32, slot.entry().shape());
    }
  }

  private final MappedFile file;
  private final Map<String, Part> parts;

  GgufWeights(MappedFile file, Map<String, Part> parts) {
    this.file = file;
    this.parts = Collections.unmodifiableMap(parts);
  }

  @Override
  public Set<String> names() {
    return parts.keySet();
  }

  @Override
  public TensorEntry entry(String name) {
    return part(name).entry();
  }

  @Override
  public Tensor read(String name) {
    Part part = part(name);
    Tensor stored = stored(part);
    return part.shift() == 0 ? stored : stored.to(Dtype.F32).add(part.shift());
  }

  private Tensor stored(Part part) {
    TensorEntry entry = part.slot().entry();
    Tensor tensor = Tensors.empty(entry.dtype(), entry.sizes());
    if (entry.numel() == 0) {
      return tensor;
    }
    long rowLength = rowLength(part.slot());
    long rows = entry.numel() / rowLength;
    long rowBytes = rowLength * entry.dtype().bytes();
    long step = Math.max(1, WINDOW_BYTES / rowBytes);
    for (long first = 0; first < rows; first += step) {
      int count = (int) Math.min(step, rows - first);
      copyRows(part, first, tensor.bytes(first * rowBytes, Math.toIntExact(count * rowBytes)));
    }
    return tensor;
  }

  /** Fill {@code target} with rows from {@code first} on. */
  private void copyRows(Part part, long first, ByteBuffer target) {
    Slot slot = part.slot();
    int rowLength = rowLength(slot);
    int rowBytes = rowLength * slot.entry().dtype().bytes();
    long fileRow = slot.type().fileBytes(rowLength);
    float[] row = new float[slot.type().quantised() ? rowLength : 0];
    MemorySegment out = MemorySegment.ofBuffer(target);
    for (int i = 0; i < target.capacity() / rowBytes; i++) {
      long at = slot.offset() + part.rows().inFile(first + i) * fileRow;
      if (slot.type().quantised()) {
        slot.type().decode(file.memory(), at, row);
        target.slice(i * rowBytes, rowBytes).order(target.order()).asFloatBuffer().put(row);
      } else {
        MemorySegment.copy(file.memory(), at, out, (long) i * rowBytes, rowBytes);
      }
    }
  }

  /** A plain vector counts as rows of one number, so that a bias can be reordered. */
  private static int rowLength(Slot slot) {
    boolean vector = slot.entry().shape().size() == 1;
    return vector && !slot.type().quantised() ? 1 : Math.toIntExact(slot.entry().shape().getLast());
  }

  private Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw Bad.noTensor(name, file.path(), names());
    }
    return part;
  }

  @Override
  public void close() {
    file.close();
  }
}
