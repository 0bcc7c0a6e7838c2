package dev.ballast.checkpoint;

import dev.ballast.tensor.Dtype;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tensor types of GGUF that are read. A quantised row is a list of blocks of 32 numbers: a scale d
 * (and a minimum m) in F16, then the integers q. Source: ggml-quants.c, dequantize_row_*.
 */
enum GgufType {
  F32(0, 1, 4, Dtype.F32),
  F16(1, 1, 2, Dtype.F16),
  Q4_0(2, 32, 18, Dtype.F32),
  Q4_1(3, 32, 20, Dtype.F32),
  Q8_0(8, 32, 34, Dtype.F32),
  BF16(30, 1, 2, Dtype.BF16);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HALF_BLOCK = 16;

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

  int blockSize() {
    return blockSize;
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
        case Q8_0 -> decodeQ8(memory, at, row, start);
        case Q4_0 -> decodeQ40(memory, at, row, start);
        case Q4_1 -> decodeQ41(memory, at, row, start);
        case F32, F16, BF16 -> throw new IllegalStateException(this + " is not quantised");
      }
    }
  }

  private static void decodeQ8(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    for (int i = 0; i < 2 * HALF_BLOCK; i++) {
      row[start + i] = memory.get(ValueLayout.JAVA_BYTE, at + 2 + i) * d;
    }
  }

  private static void decodeQ40(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    for (int i = 0; i < HALF_BLOCK; i++) {
      int pair = memory.get(ValueLayout.JAVA_BYTE, at + 2 + i);
      row[start + i] = ((pair & 15) - 8) * d;
      row[start + HALF_BLOCK + i] = ((pair >> 4 & 15) - 8) * d;
    }
  }

  private static void decodeQ41(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    float m = half(memory, at + 2);
    for (int i = 0; i < HALF_BLOCK; i++) {
      int pair = memory.get(ValueLayout.JAVA_BYTE, at + 4 + i);
      row[start + i] = (pair & 15) * d + m;
      row[start + HALF_BLOCK + i] = (pair >> 4 & 15) * d + m;
    }
  }

  private static float half(MemorySegment memory, long at) {
    return Float.float16ToFloat(memory.get(SHORT, at));
  }
}
