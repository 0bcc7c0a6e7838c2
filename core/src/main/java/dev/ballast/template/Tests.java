package dev.ballast.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Tests: {@code value is name(argument)}. */
final class Tests {
  private static final Map<String, Predicate<Object>> PLAIN =
      Map.ofEntries(
          Map.entry("defined", v -> !(v instanceof Undefined)),
          Map.entry("undefined", v -> v instanceof Undefined),
          Map.entry("none", v -> v == None.NONE),
          Map.entry("string", v -> v instanceof String),
          Map.entry("mapping", v -> v instanceof Map),
          Map.entry("iterable", v -> sized(v) || v instanceof Undefined),
          Map.entry("sequence", v -> sized(v) || v instanceof Undefined),
          Map.entry("number", Values::number),
          Map.entry("integer", v -> v instanceof Long),
          Map.entry("float", v -> v instanceof Double),
          Map.entry("boolean", v -> v instanceof Boolean),
          Map.entry("true", v -> Boolean.TRUE.equals(v)),
          Map.entry("false", v -> Boolean.FALSE.equals(v)),
          Map.entry("callable", v -> v instanceof Function),
          Map.entry("odd", v -> Math.floorMod(Values.integer(v), 2) == 1),
          Map.entry("even", v -> Math.floorMod(Values.integer(v), 2) == 0),
          Map.entry(
              "upper",
              v -> Values.truth(StringMethods.of(Printer.str(v), "isupper").call(Arguments.NONE))),
          Map.entry(
              "lower",
              v -> Values.truth(StringMethods.of(Printer.str(v), "islower").call(Arguments.NONE))));

  private static final Map<String, BiPredicate<Object, Object>> WITH_ARGUMENT =
      Map.ofEntries(
          Map.entry("equalto", Values::equal),
          Map.entry("eq", Values::equal),
          Map.entry("==", Values::equal),
          Map.entry("ne", (v, o) -> !Values.equal(v, o)),
          Map.entry("!=", (v, o) -> !Values.equal(v, o)),
          Map.entry("lt", (v, o) -> Operators.compare(v, o) < 0),
          Map.entry("le", (v, o) -> Operators.compare(v, o) <= 0),
          Map.entry("gt", (v, o) -> Operators.compare(v, o) > 0),
          Map.entry("ge", (v, o) -> Operators.compare(v, o) >= 0),
          Map.entry("in", (v, o) -> Operators.contains(o, v)),
          Map.entry("sameas", Tests::same),
          Map.entry("divisibleby", (v, o) -> Values.equal(0L, Operators.binary("%", v, o))));

  private Tests() {}

  static boolean holds(String name, Object value, Arguments arguments) {
    Predicate<Object> plain = PLAIN.get(name);
    if (plain != null) {
      arguments.bind();
      return plain.test(value);
    }
    BiPredicate<Object, Object> test = WITH_ARGUMENT.get(name);
    if (test == null) {
      throw TemplateError.of("the test '" + name.toLowerCase(Locale.ROOT) + "' is not known here");
    }
    return test.test(value, arguments.bind("other").get("other"));
  }

  private static boolean sized(Object value) {
    return value instanceof String
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Map;
  }

  /** Python's identity, for what templates compare by it: constants and equal small values. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Object value, Object other) {
    return value == other
        || (value.getClass() == other.getClass() && Values.hashable(value) && value.equals(other));
  }
}
