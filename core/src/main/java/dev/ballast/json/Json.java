package dev.ballast.json;

import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Encodes and decodes JSON strictly: unknown keys, duplicates and trailing text are errors. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(64 << 20)
                          .maxNestingDepth(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /**
   * Decode a document.
   *
   * @throws BadInput when the text is not JSON of that shape
   */
  public static <T> T decode(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw BadInput.of("not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage())
          .because(e);
    }
  }

  /** Decode a node of a document. */
  public static <T> T decode(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JacksonException e) {
      throw BadInput.of("not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage())
          .because(e);
    }
  }

  /** Parse a document into a tree. */
  public static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      // What stands in brackets is where in the source, and how Jackson is set: not a user's.
      String what = e.getOriginalMessage().replaceFirst("(?s) ?(\\(start marker|: enable `).*", "");
      throw BadInput.of("not valid JSON: " + what).because(e);
    }
  }

  /** Return a number that a double can hold; empty for anything else, infinity too. */
  public static OptionalDouble finite(JsonNode node) {
    try {
      double value = node.isNumber() ? node.doubleValue() : Double.NaN;
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (JacksonException e) {
      // A number of more digits than a double has places for.
      return OptionalDouble.empty();
    }
  }

  /** Turn a value (record, map, list, …) into a tree. */
  public static JsonNode treeOf(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Encode on one line; records keep the order of their components. */
  public static String encode(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Encode for people, indented. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
