package dev.ballast.checkpoint;

import dev.ballast.tensor.Dtype;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tensor types of GGUF that are read. A quantised row is a list of blocks of 32 or 256 numbers: see
 * {@link GgufBlocks} and {@link GgufSuperBlocks}.
 */
enum GgufType {
  F32(0, 1, 4, Dtype.F32),
  F16(1, 1, 2, Dtype.F16),
  Q4_0(2, 32, 18, Dtype.F32),
  Q4_1(3, 32, 20, Dtype.F32),
  Q5_0(6, 32, 22, Dtype.F32),
  Q5_1(7, 32, 24, Dtype.F32),
  Q8_0(8, 32, 34, Dtype.F32),
  Q4_K(12, 256, 144, Dtype.F32),
  Q5_K(13, 256, 176, Dtype.F32),
  Q6_K(14, 256, 210, Dtype.F32),
  BF16(30, 1, 2, Dtype.BF16);

  private final int id;
  private final int blockSize;
  private final int blockBytes;
  private final Dtype dtype;

  GgufType(int id, int blockSize, int blockBytes, Dtype dtype) {
    this.id = id;
    this.blockSize = blockSize;
    this.blockBytes = blockBytes;
    this.dtype = dtype;
  }

  static Optional<GgufType> of(long id) {
    return Arrays.stream(values()).filter(t -> t.id == id).findFirst();
  }

  /** Return the number that stands for it in a file. */
  int id() {
    return id;
  }

  int blockSize() {
    return blockSize;
  }

  int blockBytes() {
    return blockBytes;
  }

  /** Return the dtype after reading. */
  Dtype dtype() {
    return dtype;
  }

  boolean quantised() {
    return blockSize > 1;
  }

  /** Return how many bytes a number of elements takes in the file. */
  long fileBytes(long elements) {
    return elements / blockSize * blockBytes;
  }

  /** Dequantise one row of blocks that starts at {@code offset}. */
  void decode(MemorySegment memory, long offset, float[] row) {
    long at = offset;
    for (int start = 0; start < row.length; start += blockSize, at += blockBytes) {
      switch (this) {
        case Q8_0 -> GgufBlocks.q80(memory, at, row, start);
        case Q4_0 -> GgufBlocks.q40(memory, at, row, start);
        case Q4_1 -> GgufBlocks.q41(memory, at, row, start);
        case Q5_0 -> GgufBlocks.q50(memory, at, row, start);
        case Q5_1 -> GgufBlocks.q51(memory, at, row, start);
        case Q4_K -> GgufSuperBlocks.q4(memory, at, row, start);
        case Q5_K -> GgufSuperBlocks.q5(memory, at, row, start);
        case Q6_K -> GgufSuperBlocks.q6(memory, at, row, start);
        case F32, F16, BF16 -> throw new IllegalStateException(this + " is not quantised");
      }
    }
  }
}
