package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The keys of the command line, parsed with the wanted types in mind. */
record Overrides(Map<String, JsonNode> values, Set<String> paths, List<Problem> problems) {
  static Overrides of(Class<?> type, Map<String, String> given) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    Set<String> paths = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    given.forEach(
        (name, text) -> {
          String key = name.replace('-', '_');
          if (!paths.add(key)) {
            problems.add(Problem.of(key, "the key was given twice", text, "give it once"));
          }
          try {
            values.put(key, parse(type, key, text));
          } catch (BadInput e) {
            problems.add(Problem.of(key, String.valueOf(e.getMessage()), text, "quote the value"));
          }
        });
    return new Overrides(values, paths, problems);
  }

  /** Put the values over a tree. */
  void apply(ObjectNode root, List<Problem> found) {
    values.forEach(
        (path, value) -> {
          ObjectNode place = root;
          String[] keys = path.split("\\.", -1);
          for (int i = 0; i + 1 < keys.length; i++) {
            JsonNode next = place.get(keys[i]);
            if (next != null && !next.isObject()) {
              found.add(Problem.of(path, keys[i] + " is no section", next, "check the key"));
              return;
            }
            place = next == null ? place.putObject(keys[i]) : (ObjectNode) next;
          }
          place.set(keys[keys.length - 1], value);
        });
  }

  private static JsonNode parse(Class<?> type, String path, String text) {
    return slot(type, path)
        .map(slot -> Values.typed(text, slot.type()))
        .orElseGet(() -> guess(text));
  }

  /** An unknown key is reported by the decoder; its value only has to be shown. */
  private static JsonNode guess(String text) {
    try {
      return Yaml.tree(text);
    } catch (BadInput e) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private static Optional<Slot> slot(Class<?> type, String path) {
    int dot = path.indexOf('.');
    Optional<Slot> slot =
        Optional.ofNullable(Slot.space(type).get(dot < 0 ? path : path.substring(0, dot)));
    if (dot < 0 || slot.isEmpty()) {
      return slot;
    }
    Class<?> inner = Slot.leaf(slot.get().type());
    return inner.isRecord() ? slot(inner, path.substring(dot + 1)) : Optional.empty();
  }
}
