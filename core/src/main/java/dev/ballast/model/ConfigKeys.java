package dev.ballast.model;

import dev.ballast.json.BadInput;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@code config.json} and knows which of its keys nobody asked for: a key that changes the
 * computation is never ignored.
 */
final class ConfigKeys {
  private final JsonNode node;
  private final String path;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, ConfigKeys> parts = new LinkedHashMap<>();

  ConfigKeys(JsonNode config) {
    this(config, "");
  }

  private ConfigKeys(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** Tell whether a key has a value other than null. */
  boolean has(String key) {
    JsonNode value = ask(key);
    return !value.isMissingNode() && !value.isNull();
  }

  /** Tell whether a key is not there, not even as null. */
  boolean lacks(String key) {
    return ask(key).isMissingNode();
  }

  int integer(String key) {
    JsonNode value = ask(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw bad("config.json needs a whole number", key);
    }
    return value.intValue();
  }

  int integer(String key, int fallback) {
    return has(key) ? integer(key) : fallback;
  }

  double number(String key) {
    JsonNode value = ask(key);
    if (!isNumber(value)) {
      throw bad("config.json needs a number", key);
    }
    return value.doubleValue();
  }

  double number(String key, double fallback) {
    return has(key) ? number(key) : fallback;
  }

  /** Read a number that has to be above 0; 0 where there is none. */
  double positive(String key) {
    double value = number(key, 0);
    if (has(key) && value <= 0) {
      throw bad("must be > 0", key);
    }
    return value;
  }

  boolean flag(String key, boolean fallback) {
    JsonNode value = ask(key);
    if (has(key) && !value.isBoolean()) {
      throw bad("config.json needs true or false", key);
    }
    return has(key) ? value.booleanValue() : fallback;
  }

  String text(String key, String fallback) {
    JsonNode value = ask(key);
    if (has(key) && !value.isString()) {
      throw bad("config.json needs a text", key);
    }
    return has(key) ? value.stringValue() : fallback;
  }

  List<String> texts(String key) {
    if (!ask(key).isArray() || !ask(key).valueStream().allMatch(JsonNode::isString)) {
      throw bad("config.json needs a list of texts", key);
    }
    return ask(key).valueStream().map(JsonNode::stringValue).toList();
  }

  List<Double> numbers(String key) {
    if (!ask(key).isArray() || !ask(key).valueStream().allMatch(ConfigKeys::isNumber)) {
      throw bad("config.json needs a list of numbers", key);
    }
    return ask(key).valueStream().map(JsonNode::doubleValue).toList();
  }

  /** Read one token id, several, or none. */
  List<Integer> tokens(String key) {
    if (!has(key)) {
      return List.of();
    }
    JsonNode given = ask(key);
    List<JsonNode> values = given.isArray() ? given.valueStream().toList() : List.of(given);
    if (!values.stream().allMatch(v -> v.isIntegralNumber() && v.canConvertToInt())) {
      throw bad("config.json needs token ids", key);
    }
    return values.stream().map(JsonNode::intValue).toList();
  }

  /** Return the keys of an object within; none where it is missing or null. */
  ConfigKeys part(String key) {
    if (has(key) && !ask(key).isObject()) {
      throw bad("config.json needs an object", key);
    }
    return parts.computeIfAbsent(key, k -> new ConfigKeys(node.path(k), path + k + "."));
  }

  boolean isEmpty() {
    return node.isEmpty();
  }

  /** Refuse any value but one (or null): the others change the computation. */
  void only(String key, String implemented) {
    if (has(key)) {
      String value = ask(key).isString() ? ask(key).stringValue() : ask(key).toString();
      if (!value.equals(implemented) && !(value + ".0").equals(implemented)) {
        throw bad("only " + implemented + " is implemented", key);
      }
    }
  }

  /** Pass over keys that change nothing in this family. */
  void ignore(String... keys) {
    asked.addAll(List.of(keys));
  }

  /** Refuse keys that nobody asked for, unless they are known to be harmless or say nothing. */
  void finish() {
    for (String key : node.propertyNames()) {
      boolean known = asked.contains(key) || (path.isEmpty() && HarmlessKeys.contains(key));
      if (!known && says(node.path(key))) {
        throw bad("a key that this family does not know, which may change the computation", key)
            .fix("remove it from config.json if it changes nothing");
      }
    }
    parts.values().forEach(ConfigKeys::finish);
  }

  BadInput bad(String what, String key) {
    return BadInput.of(what).key(path + key).value(ask(key));
  }

  private JsonNode ask(String key) {
    asked.add(key);
    return node.path(key);
  }

  /** Tell whether a value is a number that a double can hold. */
  private static boolean isNumber(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.doubleValue(Double.NaN));
  }

  private static boolean says(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue(1) != 0;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.isString() ? !value.stringValue().isEmpty() : !value.isEmpty();
  }
}
