package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The key-value pairs of a GGUF file; a value of another type than asked for is bad input. */
record GgufMetadata(Path file, Map<String, JsonNode> values) {
  private static final String AGAIN = "convert the model to GGUF again with a current converter";
  private static final String ALIGNMENT = "general.alignment";

  Optional<String> text(String key) {
    return typed(key, "text", JsonNode::isString, JsonNode::stringValue);
  }

  /** Return a whole number from 0 to 2^31 - 1. */
  Optional<Integer> integer(String key) {
    return typed(
        key,
        "a whole number from 0 to 2147483647",
        node -> node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0,
        JsonNode::intValue);
  }

  /** Return a positive number; floats by their shortest decimal, so that 1e-5 stays 1e-5. */
  Optional<Double> positive(String key) {
    return typed(
        key,
        "a number > 0",
        node -> node.isNumber() && node.doubleValue() > 0 && node.doubleValue() < 1e30,
        node ->
            node.isFloat()
                ? Double.parseDouble(Float.toString(node.floatValue()))
                : node.doubleValue());
  }

  Optional<Boolean> flag(String key) {
    return typed(key, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
  }

  /** Return a list of texts, empty when the key is absent. */
  List<String> texts(String key) {
    return list(key, "text", JsonNode::isString, JsonNode::stringValue);
  }

  /** Return a list of whole numbers, empty when the key is absent. */
  List<Integer> integers(String key) {
    return list(
        key,
        "whole numbers",
        node -> node.isIntegralNumber() && node.canConvertToInt(),
        JsonNode::intValue);
  }

  /** Return a list of numbers, empty when the key is absent. */
  List<Float> floats(String key) {
    return list(key, "numbers", JsonNode::isNumber, node -> (float) node.doubleValue());
  }

  int requiredInteger(String key) {
    return integer(key)
        .filter(value -> value > 0)
        .orElseThrow(
            () -> BadInput.of("a whole number > 0 is needed").file(file).key(key).fix(AGAIN));
  }

  double requiredPositive(String key) {
    return positive(key)
        .orElseThrow(() -> BadInput.of("a number > 0 is needed").file(file).key(key).fix(AGAIN));
  }

  /** Return the power of two at which tensors start. */
  int alignment() {
    int alignment = integer(ALIGNMENT).orElse(32);
    if (Integer.bitCount(alignment) != 1 || alignment > 1 << 20) {
      throw BadInput.of("alignment must be a power of two up to 1048576")
          .file(file)
          .key(ALIGNMENT)
          .value(alignment)
          .fix(AGAIN);
    }
    return alignment;
  }

  private <T> List<T> list(
      String key, String what, Predicate<JsonNode> test, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>();
    Optional<JsonNode> array = typed(key, "a list", JsonNode::isArray, node -> node);
    if (array.isPresent()) {
      for (JsonNode node : array.get()) {
        list.add(checked(key, "a list of " + what, node, test, read));
      }
    }
    return list;
  }

  private <T> Optional<T> typed(
      String key, String what, Predicate<JsonNode> test, Function<JsonNode, T> read) {
    return Optional.ofNullable(values.get(key)).map(n -> checked(key, what, n, test, read));
  }

  private <T> T checked(
      String key,
      String what,
      JsonNode node,
      Predicate<JsonNode> test,
      Function<JsonNode, T> read) {
    if (!test.test(node)) {
      throw BadInput.of("must be " + what).file(file).key(key).value(node).fix(AGAIN);
    }
    return read.apply(node);
  }
}
