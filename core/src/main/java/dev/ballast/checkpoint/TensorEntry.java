package dev.ballast.checkpoint;

import dev.ballast.tensor.Dtype;
import java.util.List;

/**
 * What a file says about one tensor.
 *
 * @param dtype what {@link WeightSource#read} returns: F32 for quantised GGUF types
 * @param shape row-major, outermost first; {@link ArithmeticException} beyond 63 bits of bytes
 */
public record TensorEntry(Dtype dtype, List<Long> shape) {
  public TensorEntry {
    shape = List.copyOf(shape);
    long span = dtype.bytes();
    for (long size : shape) {
      if (size < 0) {
        throw new ArithmeticException("negative size " + size);
      }
      // A zero beside a huge size would hide an overflow of the strides.
      span = Math.multiplyExact(span, Math.max(size, 1));
    }
  }

  /** Return the number of elements. */
  public long numel() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Return the number of bytes in memory. */
  public long bytes() {
    return numel() * dtype.bytes();
  }

  /** Return the shape as tensors take it. */
  public long[] sizes() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
