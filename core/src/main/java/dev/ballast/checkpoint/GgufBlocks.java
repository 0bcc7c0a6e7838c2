package dev.ballast.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Blocks of 32 numbers: a scale d (and a minimum m) in F16, then the integers q. Source:
 * ggml-quants.c, dequantize_row_q*.
 */
final class GgufBlocks {
  static final int SIZE = 32;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HALF = SIZE / 2;

  private GgufBlocks() {}

  /** d · q, q a signed byte. */
  static void q80(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    for (int i = 0; i < SIZE; i++) {
      row[start + i] = memory.get(ValueLayout.JAVA_BYTE, at + 2 + i) * d;
    }
  }

  /** d · (q - 8). */
  static void q40(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    for (int i = 0; i < SIZE; i++) {
      row[start + i] = (nibble(memory, at + 2, i) - 8) * d;
    }
  }

  /** d · q + m. */
  static void q41(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    float m = half(memory, at + 2);
    for (int i = 0; i < SIZE; i++) {
      row[start + i] = nibble(memory, at + 4, i) * d + m;
    }
  }

  /** d · (q - 16), the fifth bits of q together in one integer. */
  static void q50(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    int high = memory.get(INT, at + 2);
    for (int i = 0; i < SIZE; i++) {
      row[start + i] = ((nibble(memory, at + 6, i) | (high >>> i & 1) << 4) - 16) * d;
    }
  }

  /** d · q + m, the fifth bits of q together in one integer. */
  static void q51(MemorySegment memory, long at, float[] row, int start) {
    float d = half(memory, at);
    float m = half(memory, at + 2);
    int high = memory.get(INT, at + 4);
    for (int i = 0; i < SIZE; i++) {
      row[start + i] = (nibble(memory, at + 8, i) | (high >>> i & 1) << 4) * d + m;
    }
  }

  static float half(MemorySegment memory, long at) {
    return Float.float16ToFloat(memory.get(SHORT, at));
  }

  /** Byte i holds number i in its low half and number i + 16 in its high one. */
  private static int nibble(MemorySegment memory, long at, int i) {
    int pair = memory.get(ValueLayout.JAVA_BYTE, at + i % HALF);
    return (i < HALF ? pair : pair >> 4) & 15;
  }
}
