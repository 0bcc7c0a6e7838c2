package dev.ballast.checkpoint;

import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the header of a GGUF file front to back and never beyond its end. */
final class GgufCursor {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int DEEPEST = 4;
  private static final int LONGEST_TEXT = 64 << 20;
  private static final int LONGEST_ARRAY = 1 << 22;

  /** Of all lists together: one byte of a file becomes an object of sixteen. */
  private static final int MOST_ELEMENTS = 1 << 23;

  private final MappedFile file;
  private long position;
  private long elements;

  GgufCursor(MappedFile file) {
    this.file = file;
  }

  long position() {
    return position;
  }

  /** Refuse a count that the rest of the file cannot hold. */
  long count(String what, long each, long most) {
    long count = int64(what);
    if (count < 0 || count > (file.size() - position) / each || count > most) {
      throw Bad.damaged(file.path(), "the GGUF header claims more " + what + " than it can hold")
          .value(Long.toUnsignedString(count));
    }
    return count;
  }

  long uint32(String what) {
    return Integer.toUnsignedLong(file.memory().get(INT, take(what, 4)));
  }

  long int64(String what) {
    return file.longAt(take(what, 8));
  }

  String text(String what) {
    int length = (int) count("bytes of text (" + what + ")", 1, LONGEST_TEXT);
    return Texts.utf8(file.bytes(take(what, length), length))
        .orElseThrow(() -> Bad.damaged(file.path(), what + " is not valid UTF-8"));
  }

  /** Read a metadata value of the given type id. */
  JsonNode value(String key, long type) {
    return value(key, type, 0);
  }

  private JsonNode value(String key, long type, int depth) {
    return switch ((int) type) {
      case 0 -> NODES.numberNode(int8(key) & 0xff);
      case 1 -> NODES.numberNode(int8(key));
      case 2 -> NODES.numberNode(int16(key) & 0xffff);
      case 3 -> NODES.numberNode(int16(key));
      case 4 -> NODES.numberNode(uint32(key));
      case 5 -> NODES.numberNode((int) uint32(key));
      case 6 -> NODES.numberNode(Float.intBitsToFloat((int) uint32(key)));
      case 7 -> NODES.booleanNode(int8(key) != 0);
      case STRING -> NODES.stringNode(text(key));
      case ARRAY -> array(key, depth);
      case 10 -> unsigned(int64(key));
      case 11 -> NODES.numberNode(int64(key));
      case 12 -> NODES.numberNode(Double.longBitsToDouble(int64(key)));
      default ->
          throw Bad.damaged(file.path(), "unknown type of a metadata value").key(key).value(type);
    };
  }

  private ArrayNode array(String key, int depth) {
    long type = uint32(key);
    if (depth == DEEPEST) {
      throw Bad.damaged(file.path(), "arrays nested too deeply").key(key);
    }
    long count = count("elements of " + key, leastBytes(type), LONGEST_ARRAY);
    elements += count;
    if (elements > MOST_ELEMENTS) {
      throw Bad.damaged(file.path(), "lists of more than " + MOST_ELEMENTS + " elements together")
          .key(key)
          .value(elements);
    }
    ArrayNode array = NODES.arrayNode();
    for (long i = 0; i < count; i++) {
      array.add(value(key, type, depth + 1));
    }
    return array;
  }

  private static long leastBytes(long type) {
    return switch ((int) type) {
      case 2, 3 -> 2;
      case 4, 5, 6 -> 4;
      case STRING, 10, 11, 12 -> 8;
      case ARRAY -> 12;
      default -> 1;
    };
  }

  private static JsonNode unsigned(long value) {
    return value >= 0
        ? NODES.numberNode(value)
        : NODES.numberNode(new BigInteger(Long.toUnsignedString(value)));
  }

  private byte int8(String what) {
    return file.memory().get(ValueLayout.JAVA_BYTE, take(what, 1));
  }

  private short int16(String what) {
    return file.memory().get(SHORT, take(what, 2));
  }

  private long take(String what, long bytes) {
    if (bytes > file.size() - position) {
      throw Bad.damaged(file.path(), "the GGUF header ends in the middle of " + what);
    }
    long start = position;
    position += bytes;
    return start;
  }
}
