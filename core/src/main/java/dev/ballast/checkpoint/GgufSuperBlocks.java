package dev.ballast.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 256 numbers, the K-quants: F16 scales for the whole, small integers as scales (and
 * minima) of their parts. Source: ggml-quants.c, dequantize_row_q*_K.
 */
final class GgufSuperBlocks {
  private static final int SIZE = 256;
  private static final int PART = 32;

  private GgufSuperBlocks() {}

  /** d, dmin, 12 bytes of scales and minima, 128 bytes of q: d · scale · q - dmin · minimum. */
  static void q4(MemorySegment memory, long at, float[] row, int start) {
    for (int part = 0; part < SIZE / PART; part++) {
      float d = GgufBlocks.half(memory, at) * scale(memory, at + 4, part);
      float m = GgufBlocks.half(memory, at + 2) * minimum(memory, at + 4, part);
      for (int i = 0; i < PART; i++) {
        row[start + part * PART + i] = d * nibble(memory, at + 16, part, i) - m;
      }
    }
  }

  /** As {@link #q4}, with 32 bytes before q for its fifth bits: bit {@code part} of byte i. */
  static void q5(MemorySegment memory, long at, float[] row, int start) {
    for (int part = 0; part < SIZE / PART; part++) {
      float d = GgufBlocks.half(memory, at) * scale(memory, at + 4, part);
      float m = GgufBlocks.half(memory, at + 2) * minimum(memory, at + 4, part);
      for (int i = 0; i < PART; i++) {
        int high = unsigned(memory, at + 16 + i) >> part & 1;
        row[start + part * PART + i] = d * (nibble(memory, at + 48, part, i) | high << 4) - m;
      }
    }
  }

  /**
   * 128 bytes of low halves of q, 64 of its upper two bits, 16 signed scales of 16 numbers each, d:
   * d · scale · (q - 32).
   */
  static void q6(MemorySegment memory, long at, float[] row, int start) {
    float d = GgufBlocks.half(memory, at + 208);
    for (int i = 0; i < SIZE; i++) {
      int half = i / 128;
      int quarter = i % 128 / PART;
      int column = i % PART;
      int low = 64 * half + column + PART * (quarter & 1);
      int high = 128 + PART * half + column;
      int q = unsigned(memory, at + low) >> 4 * (quarter >> 1) & 15;
      q |= (unsigned(memory, at + high) >> 2 * quarter & 3) << 4;
      float scale = d * memory.get(ValueLayout.JAVA_BYTE, at + 192 + i / 16);
      row[start + i] = scale * (q - 32);
    }
  }

  /** Bytes hold two parts each: the even one in their low halves, the odd one in their high. */
  private static int nibble(MemorySegment memory, long at, int part, int i) {
    int place = PART * (part / 2) + i;
    return unsigned(memory, at + place) >> 4 * (part & 1) & 15;
  }

  /** Six bits: whole for the first four parts, split over two bytes for the others. */
  private static int scale(MemorySegment memory, long at, int part) {
    return part < 4
        ? unsigned(memory, at + part) & 63
        : unsigned(memory, at + part + 4) & 15 | unsigned(memory, at + part - 4) >> 6 << 4;
  }

  private static int minimum(MemorySegment memory, long at, int part) {
    return part < 4
        ? unsigned(memory, at + part + 4) & 63
        : unsigned(memory, at + part + 4) >> 4 | unsigned(memory, at + part) >> 6 << 4;
  }

  private static int unsigned(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }
}
