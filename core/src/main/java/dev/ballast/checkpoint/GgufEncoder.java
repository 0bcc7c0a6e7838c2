package dev.ballast.checkpoint;

import java.nio.ByteBuffer;

/**
 * Quantises rows as llama.cpp's reference does, to the bit. Source: ggml-quants.c,
 * quantize_row_q8_0_ref and quantize_row_q4_0_ref.
 */
final class GgufEncoder {
  private static final int HALF = GgufBlocks.SIZE / 2;

  private GgufEncoder() {}

  /**
   * Append the blocks of a row of finite numbers to a little-endian buffer.
   *
   * @return false when a scale is beyond what F16 holds
   */
  static boolean encode(GgufType type, float[] row, ByteBuffer out) {
    boolean finite = true;
    for (int start = 0; start < row.length; start += GgufBlocks.SIZE) {
      float scale =
          switch (type) {
            case Q8_0 -> q80(row, start, out);
            case Q4_0 -> q40(row, start, out);
            case F32, F16, BF16, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K ->
                throw new IllegalArgumentException(type + " is not written by blocks");
          };
      finite &= Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(scale)));
    }
    return finite;
  }

  private static float q80(float[] row, int start, ByteBuffer out) {
    float largest = 0;
    for (int i = start; i < start + GgufBlocks.SIZE; i++) {
      largest = Math.max(largest, Math.abs(row[i]));
    }
    float d = largest / 127;
    float inverse = d == 0 ? 0 : 1 / d;
    out.putShort(Float.floatToFloat16(d));
    for (int i = start; i < start + GgufBlocks.SIZE; i++) {
      out.put((byte) rounded(row[i] * inverse));
    }
    return d;
  }

  private static float q40(float[] row, int start, ByteBuffer out) {
    float extreme = 0;
    for (int i = start; i < start + GgufBlocks.SIZE; i++) {
      // The first of equals decides the sign of the scale.
      extreme = Math.abs(row[i]) > Math.abs(extreme) ? row[i] : extreme;
    }
    float d = extreme / -8;
    float inverse = d == 0 ? 0 : 1 / d;
    out.putShort(Float.floatToFloat16(d));
    for (int i = start; i < start + HALF; i++) {
      out.put((byte) (nibble(row[i] * inverse) | nibble(row[i + HALF] * inverse) << 4));
    }
    return d;
  }

  private static int nibble(float scaled) {
    return Math.clamp((int) (scaled + 8.5f), 0, 15);
  }

  /** Round half away from zero, as C's roundf. */
  private static int rounded(float scaled) {
    // In double the sum is exact: in float 0.49999997 + 0.5 would be 1.
    int magnitude = (int) (Math.abs((double) scaled) + 0.5);
    return scaled < 0 ? -magnitude : magnitude;
  }
}
