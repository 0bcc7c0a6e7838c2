package dev.ballast.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Metadata on its way into a GGUF file, as bytes in the order in which it is put. */
final class GgufPairs {
  private static final int INT32 = 5;
  private static final int UINT32 = 4;
  private static final int FLOAT32 = 6;
  private static final int BOOL = 7;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long count;

  long count() {
    return count;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Put a whole number ≥ 0, which llama.cpp wants as uint32. */
  void integer(String key, int value) {
    head(key, UINT32);
    out.writeBytes(int32(value));
  }

  void number(String key, double value) {
    head(key, FLOAT32);
    out.writeBytes(int32(Float.floatToIntBits((float) value)));
  }

  void flag(String key, boolean value) {
    head(key, BOOL);
    out.write(value ? 1 : 0);
  }

  void text(String key, String value) {
    head(key, STRING);
    out.writeBytes(string(value));
  }

  void texts(String key, List<String> values) {
    list(key, STRING, values.size());
    values.forEach(value -> out.writeBytes(string(value)));
  }

  void integers(String key, List<Integer> values) {
    list(key, INT32, values.size());
    values.forEach(value -> out.writeBytes(int32(value)));
  }

  void numbers(String key, List<Float> values) {
    list(key, FLOAT32, values.size());
    values.forEach(value -> out.writeBytes(int32(Float.floatToIntBits(value))));
  }

  private void list(String key, int type, int size) {
    head(key, ARRAY);
    out.writeBytes(int32(type));
    out.writeBytes(int64(size));
  }

  private void head(String key, int type) {
    out.writeBytes(string(key));
    out.writeBytes(int32(type));
    count++;
  }

  /** Return a text as GGUF has it: its length in bytes, then UTF-8. */
  static byte[] string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return little(Long.BYTES + utf8.length).putLong(utf8.length).put(utf8).array();
  }

  static byte[] int32(int value) {
    return little(Integer.BYTES).putInt(value).array();
  }

  static byte[] int64(long value) {
    return little(Long.BYTES).putLong(value).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
