package dev.ballast.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The content of a GGUF file before it is written: everything is checked by then. */
record GgufPlan(GgufPairs pairs, List<GgufTensor> tensors) {
  private static final int VERSION = 3;
  private static final int ALIGNMENT = 32;
  private static final int QUANTIZATION_VERSION = 2;

  static GgufPlan of(GgufExport model, GgufFormat format) {
    GgufKeys keys = GgufKeys.of(new HfConfig(model.config()));
    List<GgufTensor> tensors = new ArrayList<>();
    keys.rope()
        .tables(keys.rotating())
        .forEach((name, values) -> tensors.add(new GgufTensor.Table(name, values)));
    tensors.addAll(GgufTensors.of(model.weights(), keys, format).all());
    GgufPairs pairs = new GgufPairs();
    pairs.text(GgufArchitecture.KEY, keys.architecture().gguf());
    pairs.text("general.type", "model");
    pairs.text(GgufTokens.NAME, GgufTokenPairs.name(model));
    pairs.integer("general.file_type", format.fileType());
    pairs.integer("general.quantization_version", QUANTIZATION_VERSION);
    int rows = rows(tensors);
    keys.put(pairs, rows);
    GgufTokenPairs.put(model, keys.architecture(), rows, pairs);
    return new GgufPlan(pairs, tensors);
  }

  private static int rows(List<GgufTensor> tensors) {
    return tensors.stream()
        .filter(t -> t.name().equals(GgufTensors.EMBEDDING))
        .map(t -> Math.toIntExact(t.shape().getFirst()))
        .findFirst()
        .orElseThrow();
  }

  void writeTo(OutputStream out, WeightSource weights) throws IOException {
    long written = head(out);
    for (GgufTensor tensor : tensors) {
      pad(out, written);
      written = aligned(written);
      tensor.write(weights, out);
      written += tensor.bytes();
    }
    pad(out, written);
  }

  private long head(OutputStream out) throws IOException {
    long written = 0;
    for (byte[] part : List.of(start(), pairs.bytes(), table())) {
      out.write(part);
      written += part.length;
    }
    return written;
  }

  private byte[] start() {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    start.writeBytes(GgufPairs.int32(VERSION));
    start.writeBytes(GgufPairs.int64(tensors.size()));
    start.writeBytes(GgufPairs.int64(pairs.count()));
    return start.toByteArray();
  }

  /** Dimensions stand innermost first; offsets count from the first tensor, each aligned. */
  private byte[] table() {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    long offset = 0;
    for (GgufTensor tensor : tensors) {
      table.writeBytes(GgufPairs.string(tensor.name()));
      table.writeBytes(GgufPairs.int32(tensor.shape().size()));
      tensor.shape().reversed().forEach(size -> table.writeBytes(GgufPairs.int64(size)));
      table.writeBytes(GgufPairs.int32(tensor.type().id()));
      table.writeBytes(GgufPairs.int64(offset));
      offset = aligned(offset + tensor.bytes());
    }
    return table.toByteArray();
  }

  private static void pad(OutputStream out, long written) throws IOException {
    out.write(new byte[(int) (aligned(written) - written)]);
  }

  private static long aligned(long position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
