package dev.ballast.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;

/** Windows into the memory of tensors that may be larger than 2 GiB. */
public final class Memory {
  private Memory() {}

  /**
   * Return the bytes {@code [start, start + length)} of a contiguous tensor, little-endian; writing
   * to them writes to the tensor. Valid only while the tensor lives.
   */
  public static ByteBuffer window(Tensor tensor, long start, int length) {
    var handle = tensor.handle();
    if (!handle.is_contiguous()) {
      throw new IllegalStateException("a window needs a contiguous tensor");
    }
    Objects.checkFromIndexSize(start, length, handle.nbytes());
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    return new BytePointer(handle.data_ptr())
        .getPointer(start)
        .capacity(length)
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
