package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Dtype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The table of contents of a safetensors file, checked before any tensor is read.
 *
 * @param slots in header order
 * @param metadata the text pairs under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Slot> slots, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST = 100_000_000;

  /** PyTorch has no operations on more. */
  private static final int MOST_DIMENSIONS = 64;

  /** Where a tensor lies, as offset in the file. */
  record Slot(TensorEntry entry, long offset) {
    long end() {
      return offset + entry.bytes();
    }
  }

  static SafetensorsHeader parse(MappedFile file) {
    int length = length(file);
    JsonNode tree = tree(file, length);
    long dataStart = (long) LENGTH_BYTES + length;
    Map<String, Slot> slots = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (field.getKey().equals(METADATA)) {
        metadata.putAll(metadata(file, field.getValue()));
      } else {
        slots.put(field.getKey(), slot(file, dataStart, field.getKey(), field.getValue()));
      }
    }
    checkCoverage(file, dataStart, slots);
    return new SafetensorsHeader(slots, metadata);
  }

  private static int length(MappedFile file) {
    if (file.size() < LENGTH_BYTES) {
      throw Bad.damaged(
          file.path(), "not a safetensors file: " + file.size() + " bytes are too few");
    }
    long length = file.longAt(0);
    long room = file.size() - LENGTH_BYTES;
    if (length < 0 || length > room) {
      throw Bad.damaged(
              file.path(), "the safetensors header claims more bytes than the file's " + room)
          .value(Long.toUnsignedString(length));
    }
    if (length > LONGEST) {
      throw Bad.damaged(file.path(), "the safetensors header is longer than " + LONGEST + " bytes")
          .value(length);
    }
    return (int) length;
  }

  private static JsonNode tree(MappedFile file, int length) {
    String text =
        Texts.utf8(file.bytes(LENGTH_BYTES, length))
            .orElseThrow(
                () -> Bad.damaged(file.path(), "the safetensors header is not valid UTF-8"));
    try {
      JsonNode tree = Json.tree(text);
      if (tree.isObject()) {
        return tree;
      }
    } catch (BadInput e) {
      throw Bad.damaged(file.path(), "the safetensors header is " + e.getMessage()).because(e);
    }
    throw Bad.damaged(file.path(), "the safetensors header is not a JSON object");
  }

  private static Map<String, String> metadata(MappedFile file, JsonNode node) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isString()) {
        throw Bad.damaged(file.path(), METADATA + " holds something that is not text")
            .key(field.getKey())
            .value(field.getValue());
      }
      metadata.put(field.getKey(), field.getValue().stringValue());
    }
    return metadata;
  }

  private static Slot slot(MappedFile file, long dataStart, String name, JsonNode node) {
    Dtype dtype = dtype(file, name, node.path("dtype"));
    List<Long> shape = longs(file, name, node.path("shape"));
    if (shape.size() > MOST_DIMENSIONS) {
      throw Bad.tensor(file.path(), name, "more than " + MOST_DIMENSIONS + " dimensions")
          .value(shape.size());
    }
    List<Long> offsets = longs(file, name, node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw Bad.tensor(file.path(), name, "data_offsets must be [start, end]").value(offsets);
    }
    if (offsets.get(1) > file.size() - dataStart) {
      throw Bad.tensor(file.path(), name, "its bytes lie beyond the end of the file")
          .value(offsets);
    }
    TensorEntry entry = entry(file, name, dtype, shape);
    if (entry.bytes() != offsets.get(1) - offsets.get(0)) {
      throw Bad.tensor(
              file.path(),
              name,
              "shape %s of %s takes %s bytes, data_offsets give %s"
                  .formatted(shape, dtype, entry.bytes(), offsets.get(1) - offsets.get(0)))
          .value(offsets);
    }
    return new Slot(entry, dataStart + offsets.get(0));
  }

  private static TensorEntry entry(MappedFile file, String name, Dtype dtype, List<Long> shape) {
    try {
      return new TensorEntry(dtype, shape);
    } catch (ArithmeticException e) {
      throw Bad.tensor(file.path(), name, "the shape is larger than any memory")
          .value(shape)
          .because(e);
    }
  }

  private static Dtype dtype(MappedFile file, String name, JsonNode node) {
    for (Dtype dtype : Dtype.values()) {
      if (node.isString() && node.stringValue().equals(dtype.name())) {
        return dtype;
      }
    }
    throw Bad.tensor(file.path(), name, "unknown dtype")
        .value(node)
        .fix("convert the file to one of " + Arrays.toString(Dtype.values()));
  }

  private static List<Long> longs(MappedFile file, String name, JsonNode node) {
    List<Long> values = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
        throw Bad.tensor(file.path(), name, "not a list of whole numbers ≥ 0").value(node);
      }
      values.add(item.longValue());
    }
    if (!node.isArray()) {
      throw Bad.tensor(file.path(), name, "shape or data_offsets is not a list").value(node);
    }
    return values;
  }

  /** Every byte after the header belongs to exactly one tensor, as the format demands. */
  private static void checkCoverage(MappedFile file, long dataStart, Map<String, Slot> slots) {
    long end = dataStart;
    List<Map.Entry<String, Slot>> inOrder =
        slots.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Slot> e) -> e.getValue().offset())
                    .thenComparingLong(e -> e.getValue().end()))
            .toList();
    for (Map.Entry<String, Slot> e : inOrder) {
      long start = e.getValue().offset();
      if (start != end) {
        throw Bad.tensor(
                file.path(),
                e.getKey(),
                start < end
                    ? "its bytes overlap those of another tensor"
                    : "the bytes before it belong to no tensor")
            .value("[" + (start - dataStart) + ", " + (e.getValue().end() - dataStart) + "]");
      }
      end = e.getValue().end();
    }
    if (end != file.size()) {
      throw Bad.damaged(file.path(), "the bytes at the end belong to no tensor")
          .value(file.size() - end);
    }
  }
}
