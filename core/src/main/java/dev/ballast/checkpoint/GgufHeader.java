package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Metadata and table of tensors of a GGUF file, versions 2 and 3. Source: ggml's docs/gguf.md. */
record GgufHeader(GgufMetadata metadata, Map<String, Slot> slots) {
  private static final long MAGIC = 0x46554747L;
  private static final long LEAST_PAIR = 13;
  private static final long LEAST_TENSOR = 32;
  private static final long MOST = 1 << 20;
  private static final int MOST_DIMENSIONS = 4;

  /** Numbers; what is copied at a time is counted in an int of bytes. */
  private static final long LONGEST_ROW = 1 << 28;

  /** Where a tensor lies, as offset in the file; the shape is row-major. */
  record Slot(GgufType type, TensorEntry entry, long offset) {
    long end() {
      return offset + type.fileBytes(entry.numel());
    }
  }

  static GgufHeader parse(MappedFile file) {
    GgufCursor cursor = new GgufCursor(file);
    checkVersion(file, cursor);
    long tensors = cursor.count("tensors", LEAST_TENSOR, MOST);
    long pairs = cursor.count("metadata pairs", LEAST_PAIR, MOST);
    GgufMetadata metadata = metadata(file, cursor, pairs);
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (long i = 0; i < tensors; i++) {
      String name = cursor.text("the name of a tensor");
      if (slots.put(name, slot(file, cursor, name)) != null) {
        throw Bad.tensor(file.path(), name, "listed twice");
      }
    }
    long dataStart = aligned(cursor.position(), metadata.alignment());
    slots.replaceAll((name, slot) -> placed(file, name, slot, dataStart));
    checkOverlap(file, slots);
    return new GgufHeader(metadata, slots);
  }

  private static void checkVersion(MappedFile file, GgufCursor cursor) {
    if (file.size() < 8 || cursor.uint32("the magic") != MAGIC) {
      throw BadInput.of("neither a folder nor a GGUF file")
          .file(file.path())
          .fix("name a Hugging Face folder or a .gguf file");
    }
    long version = cursor.uint32("the version");
    if (version != 2 && version != 3) {
      throw BadInput.of((version & 0xffff) == 0 ? "a big-endian GGUF" : "unknown version of GGUF")
          .file(file.path())
          .value(version)
          .fix("convert it to GGUF version 3, little-endian");
    }
  }

  private static GgufMetadata metadata(MappedFile file, GgufCursor cursor, long pairs) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (long i = 0; i < pairs; i++) {
      String key = cursor.text("a metadata key");
      JsonNode value = cursor.value(key, cursor.uint32(key));
      if (values.put(key, value) != null) {
        throw Bad.damaged(file.path(), "a metadata key stands twice").key(key);
      }
    }
    return new GgufMetadata(file.path(), values);
  }

  private static Slot slot(MappedFile file, GgufCursor cursor, String name) {
    long dimensions = cursor.uint32(name);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw Bad.tensor(file.path(), name, "1 to 4 dimensions are possible").value(dimensions);
    }
    List<Long> shape = new ArrayList<>();
    for (long i = 0; i < dimensions; i++) {
      shape.addFirst(cursor.int64(name));
    }
    GgufType type = type(file, name, cursor.uint32(name));
    if (shape.getLast() % type.blockSize() != 0) {
      throw Bad.tensor(
              file.path(), name, "rows of " + type + " come in blocks of " + type.blockSize())
          .value(shape);
    }
    if (shape.getLast() > LONGEST_ROW && (shape.size() > 1 || type.quantised())) {
      throw Bad.tensor(file.path(), name, "rows of more than " + LONGEST_ROW + " numbers")
          .value(shape);
    }
    return new Slot(type, entry(file, name, type, shape), cursor.int64(name));
  }

  private static TensorEntry entry(MappedFile file, String name, GgufType type, List<Long> shape) {
    try {
      return new TensorEntry(type.dtype(), shape);
    } catch (ArithmeticException e) {
      throw Bad.tensor(file.path(), name, "the shape is larger than any memory")
          .value(shape)
          .because(e);
    }
  }

  private static GgufType type(MappedFile file, String name, long id) {
    return GgufType.of(id)
        .orElseThrow(
            () ->
                BadInput.of("tensor " + name + " has the GGUF type " + id + ", which is not read")
                    .file(file.path())
                    .value(id)
                    .fix("convert the file to one of " + Arrays.toString(GgufType.values())));
  }

  private static Slot placed(MappedFile file, String name, Slot slot, long dataStart) {
    long room = file.size() - dataStart;
    long bytes = slot.type().fileBytes(slot.entry().numel());
    if (slot.offset() < 0 || bytes > room || slot.offset() > room - bytes) {
      throw Bad.tensor(file.path(), name, "its bytes lie beyond the end of the file")
          .value("offset " + Long.toUnsignedString(slot.offset()) + ", " + bytes + " bytes");
    }
    return new Slot(slot.type(), slot.entry(), dataStart + slot.offset());
  }

  private static void checkOverlap(MappedFile file, Map<String, Slot> slots) {
    List<Map.Entry<String, Slot>> inOrder =
        slots.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Slot> e) -> e.getValue().offset())
                    .thenComparingLong(e -> e.getValue().end()))
            .toList();
    long end = 0;
    for (Map.Entry<String, Slot> e : inOrder) {
      if (e.getValue().offset() < end) {
        throw Bad.tensor(file.path(), e.getKey(), "its bytes overlap those of another tensor")
            .value("offset " + e.getValue().offset());
      }
      end = e.getValue().end();
    }
  }

  private static long aligned(long position, long alignment) {
    return (position + alignment - 1) / alignment * alignment;
  }
}
