package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The keys of a {@code config.json}; a value of another type than asked for is bad input. */
record HfConfig(JsonNode tree) {

  Optional<Integer> integer(String key) {
    return present(key).map(node -> whole(key, node));
  }

  int requiredInteger(String key) {
    return integer(key).orElseThrow(() -> missing(key, "a whole number > 0"));
  }

  Optional<Double> number(String key) {
    return present(key).map(node -> checked(key, node, finite(node), "a number").doubleValue());
  }

  double requiredNumber(String key) {
    return number(key).orElseThrow(() -> missing(key, "a number"));
  }

  Optional<String> text(String key) {
    return present(key).map(node -> checked(key, node, node.isString(), "text").stringValue());
  }

  boolean flag(String key) {
    return present(key)
        .map(node -> checked(key, node, node.isBoolean(), "true or false").booleanValue())
        .orElse(false);
  }

  /** Return a list of numbers, empty when the key is absent. */
  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode item : list(key)) {
      numbers.add(checked(key, item, finite(item), "a list of numbers").doubleValue());
    }
    return numbers;
  }

  /** Return a list of texts, empty when the key is absent. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list(key)) {
      texts.add(checked(key, item, item.isString(), "a list of texts").stringValue());
    }
    return texts;
  }

  /** Return an object's own keys, empty when the key is absent. */
  Optional<HfConfig> section(String key) {
    return present(key).map(node -> new HfConfig(checked(key, node, node.isObject(), "an object")));
  }

  /**
   * Refuse a key that changes the computation in a way that llama.cpp does not know.
   *
   * @param known the values that say nothing, as text
   */
  void require(String key, String... known) {
    Optional<JsonNode> value = present(key);
    String text = value.map(JsonNode::toString).orElse(known[0]).replace("\"", "");
    if (!List.of(known).contains(text)) {
      throw BadInput.of("llama.cpp knows only " + String.join(" or ", known) + " here")
          .key(key)
          .value(text)
          .fix("write a Hugging Face folder");
    }
  }

  /** Find a value; null is none. */
  Optional<JsonNode> present(String key) {
    JsonNode node = tree.path(key);
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private JsonNode list(String key) {
    return present(key)
        .map(node -> checked(key, node, node.isArray(), "a list"))
        .orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  /** Tell whether a value is a number that a double can hold. */
  private static boolean finite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue(Double.NaN));
  }

  private static int whole(String key, JsonNode node) {
    boolean fits = node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0;
    return checked(key, node, fits, "a whole number > 0").intValue();
  }

  private static JsonNode checked(String key, JsonNode node, boolean fits, String what) {
    if (!fits) {
      throw BadInput.of("config.json needs " + what).key(key).value(node).fix("correct the key");
    }
    return node;
  }

  private static BadInput missing(String key, String what) {
    return BadInput.of("config.json needs " + what).key(key).fix("add the key");
  }
}
