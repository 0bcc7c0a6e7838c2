package dev.ballast.checkpoint;

import dev.ballast.json.Json;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Streams tensors into the safetensors format, one in memory at a time. */
record SafetensorsWriter(
    WeightSource source, Map<String, TensorEntry> entries, Map<String, String> metadata) {
  private static final int ALIGNMENT = 8;
  private static final int WINDOW = 1 << 20;

  static SafetensorsWriter of(WeightSource source, Map<String, String> metadata) {
    return of(source, source.names(), Optional.empty(), metadata);
  }

  /** Write only some tensors, the floating ones in another dtype when one is given. */
  static SafetensorsWriter of(
      WeightSource source,
      Collection<String> names,
      Optional<Dtype> dtype,
      Map<String, String> metadata) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    for (String name : names) {
      if (name.equals(SafetensorsHeader.METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be called " + name);
      }
      entries.put(name, entry(source.entry(name), dtype));
    }
    return new SafetensorsWriter(source, entries, metadata);
  }

  static TensorEntry entry(TensorEntry inFile, Optional<Dtype> dtype) {
    return switch (inFile.dtype()) {
      case F64, F32, F16, BF16 -> new TensorEntry(dtype.orElse(inFile.dtype()), inFile.shape());
      case I64, I32, I8, U8, BOOL -> inFile;
    };
  }

  long bytes() {
    return entries.values().stream().mapToLong(TensorEntry::bytes).sum();
  }

  void write(Path path) {
    Atomic.file(path, this::writeFile);
  }

  /** Write in place; the caller cares for a temporary name. */
  void writeFile(Path path) throws IOException {
    // Not a FileChannel: an interrupted thread would find it closed.
    try (FileOutputStream out = new FileOutputStream(path.toFile())) {
      writeTo(out);
      out.getFD().sync();
    }
  }

  void writeTo(OutputStream out) throws IOException {
    List<String> order = dataOrder();
    out.write(header(order));
    byte[] window = new byte[WINDOW];
    for (String name : order) {
      try (Scope _ = Scope.open();
          NoGrad _ = NoGrad.open()) {
        TensorEntry entry = written(name);
        writeTensor(out, onCpu(source.read(name), entry.dtype()), window);
      }
    }
  }

  private static Tensor onCpu(Tensor tensor, Dtype dtype) {
    return Device.CPU.take(tensor.to(dtype)).contiguous();
  }

  private TensorEntry written(String name) {
    return entries.getOrDefault(name, source.entry(name));
  }

  private static void writeTensor(OutputStream out, Tensor tensor, byte[] window)
      throws IOException {
    long bytes = tensor.numel() * tensor.dtype().bytes();
    for (long at = 0; at < bytes; at += window.length) {
      int length = (int) Math.min(window.length, bytes - at);
      tensor.bytes(at, length).get(window, 0, length);
      out.write(window, 0, length);
    }
  }

  /** Wide types first, so that each tensor is aligned to its own element size in a map. */
  private List<String> dataOrder() {
    return entries.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<String, TensorEntry> e) -> -e.getValue().dtype().bytes()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private byte[] header(List<String> order) {
    Map<String, List<Long>> offsets = new LinkedHashMap<>();
    long end = 0;
    for (String name : order) {
      long start = end;
      end += written(name).bytes();
      offsets.put(name, List.of(start, end));
    }
    Map<String, Object> header = new LinkedHashMap<>();
    Map<String, String> pairs = new LinkedHashMap<>(Map.of("format", "pt"));
    pairs.putAll(new TreeMap<>(metadata));
    header.put(SafetensorsHeader.METADATA, pairs);
    entries.forEach(
        (name, entry) -> {
          Map<String, Object> slot = new LinkedHashMap<>();
          slot.put("dtype", entry.dtype().name());
          slot.put("shape", entry.shape());
          slot.put("data_offsets", offsets.getOrDefault(name, List.of()));
          header.put(name, slot);
        });
    return padded(Json.encode(header).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] padded(byte[] json) {
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.array();
  }
}
