package dev.ballast.ci;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The few words of JSON Schema that a test's schema uses. */
record Schema(JsonNode root) {
  /** Return what is against the schema, by path. */
  List<String> problems(JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(root, value, "", problems);
    return problems;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString();
      check(root.at(name.substring(1)), value, path, problems);
      return;
    }
    JsonNode words = schema.path("enum");
    if (!words.isMissingNode() && words.valueStream().noneMatch(value::equals)) {
      problems.add(path + " is none of " + words);
    }
    if (!type(schema.path("type").asString(""), value)) {
      problems.add(path + " is no " + schema.path("type"));
    }
    if (value.isNumber() && value.asLong() < schema.path("minimum").asLong(Long.MIN_VALUE)) {
      problems.add(path + " is too small");
    }
    for (JsonNode key : schema.path("required")) {
      if (!value.has(key.asString())) {
        problems.add(path + " has no " + key);
      }
    }
    boolean closed = !schema.path("additionalProperties").asBoolean(true);
    value
        .properties()
        .forEach(
            entry -> {
              JsonNode own = schema.path("properties").path(entry.getKey());
              if (!own.isMissingNode()) {
                check(own, entry.getValue(), path + "/" + entry.getKey(), problems);
              } else if (closed) {
                problems.add(path + " may not have " + entry.getKey());
              }
            });
    array(schema, value, path, problems);
  }

  private void array(JsonNode schema, JsonNode value, String path, List<String> problems) {
    if (!value.isArray()) {
      return;
    }
    boolean unique = schema.path("uniqueItems").asBoolean(false);
    if (unique && value.valueStream().distinct().count() < value.size()) {
      problems.add(path + " has an item twice");
    }
    for (int i = 0; i < value.size(); i++) {
      check(schema.path("items"), value.get(i), path + "/" + i, problems);
    }
  }

  private static boolean type(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }
}
