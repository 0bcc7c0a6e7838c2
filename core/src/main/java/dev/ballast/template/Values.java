package dev.ballast.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Python's view of values: String, Long, Double, Boolean, None, List, Tuple, Map, and the rest.
 *
 * <p>Truth, equality, iteration and conversion follow Python 3.
 */
final class Values {
  private Values() {}

  /** Turn a Java value into one that templates know. */
  static Object of(Object value) {
    return switch (value) {
      case String s -> s;
      case Boolean b -> b;
      case Integer i -> i.longValue();
      case Long l -> l;
      case Float f -> f.doubleValue();
      case Double d -> d;
      case None none -> none;
      case Function function -> function;
      case JsonNode node -> of(node);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default -> throw TemplateError.of("a value of type " + value.getClass().getName());
    };
  }

  private static Object of(JsonNode node) {
    if (node.isObject()) {
      Map<Object, Object> map = new LinkedHashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(of(item)));
      return list;
    }
    if (node.isString()) {
      return node.asString();
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return !node.isNumber()
        ? None.NONE
        : node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
  }

  private static Object list(List<?> values) {
    List<Object> list = new ArrayList<>();
    values.forEach(value -> list.add(of(Objects.requireNonNull(value))));
    return list;
  }

  private static Object map(Map<?, ?> values) {
    Map<Object, Object> map = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            map.put(of(Objects.requireNonNull(key)), of(Objects.requireNonNull(value))));
    return map;
  }

  static boolean truth(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case String s -> !s.isEmpty();
      case Long l -> l != 0;
      case Double d -> d != 0;
      case None _ -> false;
      case Undefined _ -> false;
      case List<?> list -> !list.isEmpty();
      case Tuple tuple -> !tuple.items().isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  static boolean equal(Object a, Object b) {
    if (number(a) && number(b)) {
      return a instanceof Double || b instanceof Double
          ? real(a) == real(b)
          : integer(a) == integer(b);
    }
    return switch (a) {
      case Undefined _ -> b instanceof Undefined;
      case Tuple x -> b instanceof Tuple y && equalItems(x.items(), y.items());
      case List<?> x -> b instanceof List<?> y && equalItems(x, y);
      case Map<?, ?> x -> b instanceof Map<?, ?> y && equalEntries(x, y);
      default -> a.equals(b);
    };
  }

  private static boolean equalItems(List<?> a, List<?> b) {
    boolean equal = a.size() == b.size();
    for (int i = 0; equal && i < a.size(); i++) {
      equal = equal(a.get(i), b.get(i));
    }
    return equal;
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b) {
    return a.size() == b.size()
        && a.entrySet().stream()
            .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
  }

  /** Return what a loop goes over. */
  static List<Object> items(Object value) {
    return switch (value) {
      case String s -> Text.characters(s);
      case Tuple tuple -> tuple.items();
      case List<?> list -> List.copyOf(list);
      case Map<?, ?> map -> List.copyOf(map.keySet());
      case Undefined _ -> List.of();
      default -> throw TemplateError.of("'" + type(value) + "' object is not iterable");
    };
  }

  static long length(Object value) {
    return switch (value) {
      case String s -> s.codePointCount(0, s.length());
      case Tuple tuple -> tuple.items().size();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Undefined _ -> 0;
      default -> throw TemplateError.of("object of type '" + type(value) + "' has no len()");
    };
  }

  static boolean number(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  static long integer(Object value) {
    return switch (value) {
      case Long l -> l;
      case Boolean b -> b ? 1 : 0;
      case Undefined undefined -> throw undefined.used();
      default -> throw TemplateError.of("expected an integer, got '" + type(value) + "'");
    };
  }

  static double real(Object value) {
    return value instanceof Double d ? d : (double) integer(value);
  }

  static String text(Object value) {
    return switch (value) {
      case String s -> s;
      case Undefined undefined -> throw undefined.used();
      default -> throw TemplateError.of("expected a string, got '" + type(value) + "'");
    };
  }

  /** Name a value's type as Python does. */
  static String type(Object value) {
    return switch (value) {
      case String _ -> "str";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Double _ -> "float";
      case None _ -> "NoneType";
      case List<?> _ -> "list";
      case Tuple _ -> "tuple";
      case Map<?, ?> _ -> "dict";
      case Undefined _ -> "Undefined";
      case Namespace _ -> "Namespace";
      case Function _ -> "function";
      default -> "object";
    };
  }
}
