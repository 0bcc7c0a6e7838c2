package dev.ballast.template;

import dev.ballast.template.Arguments.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Methods of strings. */
final class StringMethods {
  private static final Map<String, BiFunction<String, Arguments, Object>> ALL =
      Map.ofEntries(
          Map.entry("strip", (s, a) -> Text.stripEnd(Text.stripStart(s, drops(a)), drops(a))),
          Map.entry("lstrip", (s, a) -> Text.stripStart(s, drops(a))),
          Map.entry("rstrip", (s, a) -> Text.stripEnd(s, drops(a))),
          Map.entry("startswith", (s, a) -> any(s, a, String::startsWith)),
          Map.entry("endswith", (s, a) -> any(s, a, String::endsWith)),
          Map.entry("removeprefix", (s, a) -> removePrefix(s, a.bind("prefix").text("prefix"))),
          Map.entry(
              "removesuffix", (text, a) -> removeSuffix(text, a.bind("suffix").text("suffix"))),
          Map.entry("split", (s, a) -> split(s, a)),
          Map.entry("rsplit", (s, a) -> splitFromEnd(s, a)),
          Map.entry("splitlines", (s, a) -> lines(s, a)),
          Map.entry("upper", (s, a) -> plain(a, s.toUpperCase(Locale.ROOT))),
          Map.entry("lower", (s, a) -> plain(a, s.toLowerCase(Locale.ROOT))),
          Map.entry("title", (s, a) -> plain(a, Text.title(s))),
          Map.entry("capitalize", (s, a) -> plain(a, capitalize(s))),
          Map.entry("replace", (s, a) -> replace(s, a.bind("old", "new", "count"))),
          Map.entry("join", (s, a) -> join(s, a)),
          Map.entry("find", (s, a) -> position(s, s.indexOf(a.bind("sub").text("sub")))),
          Map.entry("rfind", (s, a) -> position(s, s.lastIndexOf(a.bind("sub").text("sub")))),
          Map.entry("index", (s, a) -> index(s, a.bind("sub").text("sub"))),
          Map.entry("count", (s, a) -> count(s, a.bind("sub").text("sub"))),
          Map.entry("isdigit", (s, a) -> plain(a, all(s, Character::isDigit))),
          Map.entry("isalpha", (s, a) -> plain(a, all(s, Character::isLetter))),
          Map.entry("isspace", (s, a) -> plain(a, all(s, Text::space))),
          Map.entry("isupper", (s, a) -> plain(a, cased(s, Character::isUpperCase))),
          Map.entry("islower", (s, a) -> plain(a, cased(s, Character::isLowerCase))));

  private StringMethods() {}

  static boolean has(String name) {
    Methods.requireNotInPython("str", name);
    return ALL.containsKey(name);
  }

  static Function of(String text, String name) {
    BiFunction<String, Arguments, Object> method = ALL.get(name);
    if (method == null) {
      throw TemplateError.of("the method str." + name + " is not known here");
    }
    return arguments -> method.apply(text, arguments);
  }

  private static Object plain(Arguments arguments, Object result) {
    arguments.bind();
    return result;
  }

  private static IntPredicate drops(Arguments arguments) {
    Object characters = arguments.bind("chars").get("chars", None.NONE);
    if (characters == None.NONE) {
      return Text::space;
    }
    Set<Integer> dropped =
        Values.text(characters).codePoints().boxed().collect(Collectors.toUnmodifiableSet());
    return dropped::contains;
  }

  private static boolean any(String text, Arguments arguments, BiPredicate<String, String> test) {
    Object wanted = arguments.bind("prefix").get("prefix");
    return wanted instanceof Tuple tuple
        ? tuple.items().stream().anyMatch(one -> test.test(text, Values.text(one)))
        : test.test(text, Values.text(wanted));
  }

  private static String removePrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String removeSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static Object split(String text, Arguments arguments) {
    Bound bound = arguments.bind("sep", "maxsplit");
    long most = bound.integer("maxsplit", -1);
    Object separator = bound.get("sep", None.NONE);
    return separator == None.NONE
        ? Text.words(text, most)
        : Text.split(text, Values.text(separator), most);
  }

  private static Object splitFromEnd(String text, Arguments arguments) {
    Bound bound = arguments.bind("sep", "maxsplit");
    String separator = bound.text("sep");
    List<Object> parts = Text.split(text, separator, -1);
    long most = bound.integer("maxsplit", -1);
    if (most < 0 || parts.size() - 1 <= most) {
      return parts;
    }
    int joined = parts.size() - (int) most;
    List<Object> result = new ArrayList<>();
    result.add(
        parts.subList(0, joined).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(separator)));
    result.addAll(parts.subList(joined, parts.size()));
    return result;
  }

  private static Object lines(String text, Arguments arguments) {
    arguments.bind();
    List<Object> lines = new ArrayList<>(text.lines().limit(Budget.MOST_PARTS + 1L).toList());
    Budget.requireParts(lines.size());
    return lines;
  }

  private static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return Text.title(text.substring(0, first)) + text.substring(first).toLowerCase(Locale.ROOT);
  }

  static String replace(String text, Bound bound) {
    String old = bound.text("old");
    String fresh = bound.text("new");
    long count = bound.integer("count", -1);
    if (count < 0) {
      Text.requireReplaced(text, old, fresh);
      return text.replace(old, fresh);
    }
    return Text.joined(Text.split(text, old, count).stream().map(String::valueOf), fresh);
  }

  private static String join(String separator, Arguments arguments) {
    return Text.joined(
        Values.items(arguments.bind("iterable").get("iterable")).stream().map(Values::text),
        separator);
  }

  private static long position(String text, int index) {
    return index < 0 ? -1 : text.codePointCount(0, index);
  }

  private static long index(String text, String wanted) {
    if (!text.contains(wanted)) {
      throw TemplateError.of("substring not found");
    }
    return position(text, text.indexOf(wanted));
  }

  private static long count(String text, String wanted) {
    return wanted.isEmpty() ? Values.length(text) + 1 : Text.split(text, wanted, -1).size() - 1L;
  }

  private static boolean all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }

  private static boolean cased(String text, IntPredicate test) {
    return text.codePoints().anyMatch(test)
        && text.codePoints()
            .filter(c -> Character.isUpperCase(c) || Character.isLowerCase(c))
            .allMatch(test);
  }
}
