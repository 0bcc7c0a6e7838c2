package dev.ballast.template;

import dev.ballast.template.Arguments.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Filters: {@code value | name(arguments)}. */
final class Filters {
  private static final Map<String, BiFunction<Object, Arguments, Object>> ALL =
      Map.ofEntries(
          Map.entry("trim", (v, a) -> StringMethods.of(Printer.str(v), "strip").call(a)),
          Map.entry("length", (v, a) -> plain(a, Values.length(v))),
          Map.entry("count", (v, a) -> plain(a, Values.length(v))),
          Map.entry("tojson", JsonText::of),
          Map.entry("upper", (v, a) -> plain(a, Printer.str(v).toUpperCase(Locale.ROOT))),
          Map.entry("lower", (v, a) -> plain(a, Printer.str(v).toLowerCase(Locale.ROOT))),
          Map.entry("title", (v, a) -> plain(a, Text.title(Printer.str(v)))),
          Map.entry("capitalize", (v, a) -> StringMethods.of(Printer.str(v), "capitalize").call(a)),
          Map.entry("join", (v, a) -> join(v, a.bind("d", "attribute"))),
          Map.entry("first", (v, a) -> plain(a, Access.item(new Tuple(Values.items(v)), 0L))),
          Map.entry("last", (v, a) -> plain(a, Access.item(new Tuple(Values.items(v)), -1L))),
          Map.entry("default", (v, a) -> otherwise(v, a)),
          Map.entry("d", (v, a) -> otherwise(v, a)),
          Map.entry("string", (v, a) -> plain(a, Printer.str(v))),
          Map.entry("int", (v, a) -> integer(v, a)),
          Map.entry("float", (v, a) -> real(v, a)),
          Map.entry("abs", (v, a) -> plain(a, absolute(v))),
          Map.entry("list", (v, a) -> plain(a, new ArrayList<>(Values.items(v)))),
          Map.entry("safe", (v, a) -> plain(a, v)),
          Map.entry("items", (v, a) -> plain(a, items(v))),
          Map.entry("dictsort", (v, a) -> plain(a, sortedItems(v))),
          Map.entry("reverse", (v, a) -> plain(a, reversed(v))),
          Map.entry(
              "replace",
              (v, a) -> StringMethods.replace(Printer.str(v), a.bind("old", "new", "count"))),
          Map.entry("indent", (v, a) -> indent(Printer.str(v), a)),
          Map.entry("map", Selections::map),
          Map.entry("select", (v, a) -> Selections.kept(v, a, true)),
          Map.entry("reject", (v, a) -> Selections.kept(v, a, false)),
          Map.entry("selectattr", (v, a) -> Selections.keptByAttribute(v, a, true)),
          Map.entry("rejectattr", (v, a) -> Selections.keptByAttribute(v, a, false)));

  private Filters() {}

  static Object apply(String name, Object value, Arguments arguments) {
    BiFunction<Object, Arguments, Object> filter = ALL.get(name);
    if (filter == null) {
      throw TemplateError.of("the filter '" + name + "' is not known here");
    }
    return filter.apply(value, arguments);
  }

  private static Object plain(Arguments arguments, Object result) {
    arguments.bind();
    return result;
  }

  private static Object join(Object value, Bound bound) {
    return Text.joined(
        Values.items(value).stream()
            .map(item -> bound.has("attribute") ? Access.path(item, bound.get("attribute")) : item)
            .map(Printer::str),
        Printer.str(bound.get("d", "")));
  }

  private static Object otherwise(Object value, Arguments arguments) {
    Bound bound = arguments.bind("default_value", "boolean");
    boolean replaced =
        value instanceof Undefined
            || (Values.truth(bound.get("boolean", false)) && !Values.truth(value));
    return replaced ? bound.get("default_value", "") : value;
  }

  private static Object integer(Object value, Arguments arguments) {
    Object otherwise = arguments.bind("default").get("default", 0L);
    try {
      return switch (value) {
        case Double d -> (long) (double) d;
        case String s -> (long) Double.parseDouble(Text.strip(s).replace("_", ""));
        default -> Values.integer(value);
      };
    } catch (NumberFormatException | TemplateError e) {
      return otherwise;
    }
  }

  private static Object real(Object value, Arguments arguments) {
    Object otherwise = arguments.bind("default").get("default", 0.0);
    try {
      return value instanceof String s ? Double.parseDouble(Text.strip(s)) : Values.real(value);
    } catch (NumberFormatException | TemplateError e) {
      return otherwise;
    }
  }

  private static Object absolute(Object value) {
    return Operators.compare(value, 0L) < 0 ? Operators.signed("-", value) : value;
  }

  private static Object items(Object value) {
    return switch (value) {
      case Map<?, ?> map -> MapMethods.items(map);
      case Undefined _ -> List.of();
      default -> throw TemplateError.of("Can only get item pairs from a mapping.");
    };
  }

  /** Sort pairs by their key, upper and lower case alike. */
  private static Object sortedItems(Object value) {
    List<Object> pairs = new ArrayList<>(Values.items(items(value)));
    pairs.sort((a, b) -> Operators.compare(folded(a), folded(b)));
    return pairs;
  }

  private static Object folded(Object pair) {
    Object key = Access.item(pair, 0L);
    return key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
  }

  private static Object reversed(Object value) {
    return value instanceof String s
        ? new StringBuilder(s).reverse().toString()
        : new ArrayList<>(Values.items(value).reversed());
  }

  private static Object indent(String text, Arguments arguments) {
    Bound bound = arguments.bind("width", "first", "blank");
    Object width = bound.get("width", 4L);
    String space =
        width instanceof String s
            ? s
            : " ".repeat(Math.clamp(Values.integer(width), 0, Budget.MOST_PARTS));
    boolean blank = Values.truth(bound.get("blank", false));
    String[] lines = text.split("\n", -1);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      boolean indented =
          i == 0 ? Values.truth(bound.get("first", false)) : blank || !lines[i].isEmpty();
      out.append(i > 0 ? "\n" : "").append(indented ? space : "").append(lines[i]);
      Budget.requireSize(out.length());
    }
    return out.toString();
  }
}
