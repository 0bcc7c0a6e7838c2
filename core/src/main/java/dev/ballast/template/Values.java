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
  private static final int MOST_COMPARED = 1 << 20;

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
        : node.isIntegralNumber() && node.canConvertToLong()
            ? (Object) node.longValue()
            : (Object) node.doubleValue(Double.POSITIVE_INFINITY);
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
    return compared(a, b, new int[] {MOST_COMPARED});
  }

  /**
   * Compare.
   *
   * @param left how many more values may be compared: nested ones that share their parts would take
   *     a time that doubles with each level
   */
  private static boolean compared(Object a, Object b, int[] left) {
    if (--left[0] < 0) {
      throw TemplateError.of("values too large to compare");
    }
    if (number(a) && number(b)) {
      return a instanceof Double || b instanceof Double
          ? real(a) == real(b)
          : integer(a) == integer(b);
    }
    return switch (a) {
      case Undefined _ -> b instanceof Undefined;
      case Tuple x -> b instanceof Tuple y && equalItems(x.items(), y.items(), left);
      case List<?> x -> b instanceof List<?> y && equalItems(x, y, left);
      case Map<?, ?> x -> b instanceof Map<?, ?> y && equalEntries(x, y, left);
      case String x -> x.equals(b);
      default -> same(a, b);
    };
  }

  /** Tell whether two values are one: what else there is has no equality of its own. */
  @SuppressWarnings("ReferenceEquality")
  static boolean same(Object a, Object b) {
    return a == b;
  }

  private static boolean equalItems(List<?> a, List<?> b, int[] left) {
    boolean equal = a.size() == b.size();
    for (int i = 0; equal && i < a.size(); i++) {
      equal = same(a.get(i), b.get(i)) || compared(a.get(i), b.get(i), left);
    }
    return equal;
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b, int[] left) {
    return a.size() == b.size()
        && a.entrySet().stream()
            .allMatch(
                e -> b.containsKey(e.getKey()) && compared(e.getValue(), b.get(e.getKey()), left));
  }

  /** Tell whether a value can be a key of a dictionary, and its hash costs nothing. */
  static boolean hashable(Object value) {
    return value instanceof String || number(value) || value == None.NONE;
  }

  /** Return a value to look for among keys. */
  static Object key(Object value) {
    if (value instanceof Undefined || hashable(value)) {
      return value;
    }
    throw TemplateError.of("a key of type '" + type(value) + "'");
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
