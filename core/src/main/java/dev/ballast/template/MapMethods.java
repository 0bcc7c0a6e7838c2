package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Methods of dictionaries. */
final class MapMethods {
  private static final Set<String> NAMES = Set.of("items", "keys", "values", "get");

  private MapMethods() {}

  static boolean has(String name) {
    Methods.requireNotInPython("dict", name);
    return NAMES.contains(name);
  }

  static Function of(Map<?, ?> map, String name) {
    return arguments ->
        switch (name) {
          case "items" -> none(arguments, items(map));
          case "keys" -> none(arguments, List.copyOf(map.keySet()));
          case "values" -> none(arguments, List.copyOf(map.values()));
          default -> {
            Arguments.Bound bound = arguments.bind("key", "default");
            Object key = Values.key(bound.get("key"));
            yield map.containsKey(key)
                ? Objects.requireNonNull(map.get(key))
                : bound.get("default", None.NONE);
          }
        };
  }

  private static Object none(Arguments arguments, Object result) {
    arguments.bind();
    return result;
  }

  /** Return the pairs of key and value. */
  static List<Object> items(Map<?, ?> map) {
    List<Object> items = new ArrayList<>();
    map.forEach((key, value) -> items.add(new Tuple(List.of(key, value))));
    return items;
  }
}
