package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Attributes, items and slices. */
final class Access {
  private Access() {}

  /** Read {@code of.name}: an attribute of the type first, then an item, as in Jinja. */
  static Object attribute(Object of, String name) {
    return switch (of) {
      case Undefined undefined -> throw undefined.used();
      case Namespace namespace -> namespace.get(name);
      case Loop loop -> loop.attribute(name);
      case String text when StringMethods.has(name) -> StringMethods.of(text, name);
      case Map<?, ?> map when MapMethods.has(name) -> MapMethods.of(map, name);
      case Map<?, ?> map -> found(map, name);
      case List<?> list when ListMethods.has(name) -> ListMethods.of(list, name);
      default -> {
        Methods.requireNotInPython(Values.type(of), name);
        yield new Undefined(Values.type(of) + " object has no attribute " + name);
      }
    };
  }

  /** Read {@code of[key]}: an item first, then an attribute, as in Jinja. */
  static Object item(Object of, Object key) {
    return switch (of) {
      case Undefined undefined -> throw undefined.used();
      case Map<?, ?> map when Values.hashable(key) && map.containsKey(key) -> found(map, key);
      case String text when key instanceof Long index -> at(text, index);
      case Tuple tuple when key instanceof Long index -> at(tuple.items(), index);
      case List<?> list when key instanceof Long index -> at(list, index);
      default ->
          key instanceof String name
              ? attribute(of, name)
              : new Undefined(Values.type(of) + " object has no element " + Printer.str(key));
    };
  }

  /** Read a dotted path, as {@code map(attribute="a.b")} does. */
  static Object path(Object of, Object path) {
    Object value = of;
    if (path instanceof Long) {
      return item(of, path);
    }
    for (String name : Values.text(path).split("\\.", -1)) {
      boolean index = name.matches("[0-9]{1,9}");
      value = item(value, index ? (Object) Long.parseLong(name) : name);
    }
    return value;
  }

  private static Object found(Map<?, ?> map, Object key) {
    Object value = map.get(key);
    return value == null ? new Undefined("dict object has no attribute " + key) : value;
  }

  private static Object at(List<?> items, long index) {
    long from = index < 0 ? index + items.size() : index;
    return from < 0 || from >= items.size()
        ? new Undefined("index " + index)
        : items.get((int) from);
  }

  private static Object at(String text, long index) {
    int size = text.codePointCount(0, text.length());
    long from = index < 0 ? index + size : index;
    return from < 0 || from >= size
        ? new Undefined("index " + index)
        : Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) from)));
  }

  static Object slice(Object of, Object start, Object stop, Object step) {
    return switch (of) {
      case Undefined undefined -> throw undefined.used();
      case String text when step == None.NONE -> part(text, start, stop);
      case String text -> {
        StringBuilder part = new StringBuilder();
        slice(Text.characters(text), start, stop, step).forEach(part::append);
        yield part.toString();
      }
      case Tuple tuple -> new Tuple(slice(tuple.items(), start, stop, step));
      case List<?> list -> slice(list, start, stop, step);
      default -> throw TemplateError.of("a " + Values.type(of) + " cannot be sliced");
    };
  }

  private static String part(String text, Object start, Object stop) {
    long size = text.codePointCount(0, text.length());
    long from = bound(start, 0, size, 1);
    long to = Math.max(from, bound(stop, size, size, 1));
    int begin = text.offsetByCodePoints(0, (int) from);
    return text.substring(begin, text.offsetByCodePoints(begin, (int) (to - from)));
  }

  private static List<Object> slice(List<?> items, Object start, Object stop, Object step) {
    // A step beyond the whole list is as good as any larger one, and its sums stay in range.
    long beyond = items.size() + 1L;
    long by = step == None.NONE ? 1 : Math.clamp(Values.integer(step), -beyond, beyond);
    if (by == 0) {
      throw TemplateError.of("slice step cannot be zero");
    }
    long size = items.size();
    long from = bound(start, by > 0 ? 0 : size - 1, size, by);
    long to = bound(stop, by > 0 ? size : -1, size, by);
    List<Object> part = new ArrayList<>();
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      part.add(items.get((int) i));
    }
    return part;
  }

  private static long bound(Object given, long otherwise, long size, long step) {
    if (given == None.NONE) {
      return otherwise;
    }
    long index = Values.integer(given);
    long low = step > 0 ? 0 : -1;
    return Math.clamp(index < 0 ? index + size : index, low, Math.max(low, low + size));
  }
}
