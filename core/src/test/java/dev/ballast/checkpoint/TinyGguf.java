package dev.ballast.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small GGUF files, valid or not, one call a field. */
final class TinyGguf {
  static final int UINT32 = 4;
  static final int FLOAT32 = 6;
  static final int STRING = 8;
  static final int ARRAY = 9;

  private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int version = 3;
  private long pairCount;
  private long tensorCount;

  /** A llama of hidden size 32, one layer, two heads of 16, one key head, F32 weights. */
  static TinyGguf llama() {
    return new TinyGguf()
        .pair("general.architecture", "llama")
        .pair("llama.block_count", 1)
        .pair("llama.vocab_size", 1)
        .pair("llama.context_length", 64)
        .pair("llama.embedding_length", 32)
        .pair("llama.feed_forward_length", 64)
        .pair("llama.attention.head_count", 2)
        .pair("llama.attention.head_count_kv", 1)
        .pair("llama.attention.layer_norm_rms_epsilon", 1e-5f)
        .pair("llama.rope.freq_base", 100000f);
  }

  TinyGguf version(int newVersion) {
    version = newVersion;
    return this;
  }

  TinyGguf pair(String key, int value) {
    return pair(key, UINT32, ints(value));
  }

  TinyGguf pair(String key, float value) {
    return pair(key, FLOAT32, floats(value));
  }

  TinyGguf pair(String key, String value) {
    return pair(key, STRING, text(value));
  }

  TinyGguf pair(String key, List<String> values) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    list.writeBytes(ints(STRING));
    list.writeBytes(longs(values.size()));
    values.forEach(v -> list.writeBytes(text(v)));
    return pair(key, ARRAY, list.toByteArray());
  }

  TinyGguf pair(String key, int type, byte[] value) {
    pairs.writeBytes(text(key));
    pairs.writeBytes(ints(type));
    pairs.writeBytes(value);
    pairCount++;
    return this;
  }

  /** Add a tensor; dimensions innermost first, as GGUF has them. */
  TinyGguf tensor(String name, int type, byte[] bytes, long... dimensions) {
    return tensorAt(data.size(), name, type, bytes, dimensions);
  }

  TinyGguf tensorAt(long offset, String name, int type, byte[] bytes, long... dimensions) {
    tensors.writeBytes(text(name));
    tensors.writeBytes(ints(dimensions.length));
    tensors.writeBytes(longs(dimensions));
    tensors.writeBytes(ints(type));
    tensors.writeBytes(longs(offset));
    tensorCount++;
    data.writeBytes(bytes);
    pad(data);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(ints(version));
    file.writeBytes(longs(tensorCount, pairCount));
    file.writeBytes(pairs.toByteArray());
    file.writeBytes(tensors.toByteArray());
    pad(file);
    file.writeBytes(data.toByteArray());
    return file.toByteArray();
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static byte[] floats(float... values) {
    ByteBuffer buffer = buffer(4 * values.length);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return bytes(buffer);
  }

  static byte[] ints(int... values) {
    ByteBuffer buffer = buffer(4 * values.length);
    for (int value : values) {
      buffer.putInt(value);
    }
    return bytes(buffer);
  }

  static byte[] longs(long... values) {
    ByteBuffer buffer = buffer(8 * values.length);
    for (long value : values) {
      buffer.putLong(value);
    }
    return bytes(buffer);
  }

  static byte[] halves(float... values) {
    ByteBuffer buffer = buffer(2 * values.length);
    for (float value : values) {
      buffer.putShort(Float.floatToFloat16(value));
    }
    return bytes(buffer);
  }

  static byte[] text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return bytes(buffer(8 + utf8.length).putLong(utf8.length).put(utf8));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % 32 != 0) {
      out.write(0);
    }
  }

  private static byte[] bytes(ByteBuffer filled) {
    byte[] bytes = new byte[filled.flip().remaining()];
    filled.get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
