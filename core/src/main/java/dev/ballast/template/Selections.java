package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;

/** Filters that apply a filter or a test to each item. */
final class Selections {
  private Selections() {}

  static Object map(Object value, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    for (Object item : Values.items(value)) {
      mapped.add(mapped(item, arguments));
    }
    return mapped;
  }

  private static Object mapped(Object item, Arguments arguments) {
    if (!arguments.positional().isEmpty()) {
      return Filters.apply(name(arguments), item, arguments.rest());
    }
    Arguments.Bound bound = arguments.bind("attribute", "default");
    Object found = Access.path(item, bound.get("attribute"));
    return found instanceof Undefined ? bound.get("default", found) : found;
  }

  static Object kept(Object value, Arguments arguments, boolean wanted) {
    return Values.items(value).stream().filter(i -> test(i, arguments) == wanted).toList();
  }

  static Object keptByAttribute(Object value, Arguments arguments, boolean wanted) {
    if (arguments.positional().isEmpty()) {
      throw TemplateError.of("argument 'attribute' is missing");
    }
    Object attribute = arguments.positional().getFirst();
    return Values.items(value).stream()
        .filter(item -> test(Access.path(item, attribute), arguments.rest()) == wanted)
        .toList();
  }

  private static boolean test(Object value, Arguments arguments) {
    return arguments.positional().isEmpty()
        ? Values.truth(value)
        : Tests.holds(name(arguments), value, arguments.rest());
  }

  private static String name(Arguments arguments) {
    return Values.text(arguments.positional().getFirst());
  }
}
