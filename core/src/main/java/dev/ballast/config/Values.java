package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns scalars into Java values, and typed text into scalars. */
final class Values {
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          int.class, "whole number",
          Integer.class, "whole number",
          long.class, "whole number",
          Long.class, "whole number",
          double.class, "number",
          Double.class, "number",
          boolean.class, "true|false",
          Boolean.class, "true|false",
          String.class, "text",
          Path.class, "path");

  private Values() {}

  /** Parse what a person typed (or wrote as a default) with the wanted type in mind. */
  static JsonNode typed(String text, Type type) {
    Class<?> raw = Slot.raw(type);
    if (raw == Optional.class) {
      return text.equals("null")
          ? JsonNodeFactory.instance.nullNode()
          : typed(text, Slot.held(type));
    }
    if (textual(raw)) {
      return JsonNodeFactory.instance.stringNode(unquoted(text));
    }
    YamlTree.Scalars scalars =
        textual(Slot.leaf(type)) ? YamlTree.Scalars.TEXT : YamlTree.Scalars.TYPED;
    boolean bare = raw == List.class && !text.strip().startsWith("[");
    wanted(!bare || !text.isBlank(), "a value is wanted; [] is none");
    return Yaml.document(bare ? "[" + text + "]" : text, scalars).tree();
  }

  private static boolean textual(Class<?> type) {
    return type == String.class || type == Path.class || type.isEnum();
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && "'\"".indexOf(text.charAt(0)) >= 0
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? Yaml.document(text, YamlTree.Scalars.TEXT).tree().asString() : text;
  }

  /**
   * Return the value of a scalar type.
   *
   * @throws BadInput saying what is wanted
   */
  static Object scalar(Class<?> type, JsonNode node) {
    if (type == int.class || type == Integer.class) {
      return whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
    } else if (type == long.class || type == Long.class) {
      return whole(node, Long.MIN_VALUE, Long.MAX_VALUE).longValue();
    } else if (type == double.class || type == Double.class) {
      wanted(node.isNumber(), "a number is wanted");
      return node.doubleValue();
    } else if (type == boolean.class || type == Boolean.class) {
      wanted(node.isBoolean(), "true or false is wanted");
      return node.booleanValue();
    } else if (type == String.class) {
      wanted(node.isString(), "text is wanted, in quotes where it looks like a number");
      return node.stringValue();
    } else if (type == Path.class) {
      return path(node);
    } else if (type.isEnum()) {
      return constant(type, node);
    }
    throw new IllegalStateException("no configuration type: " + type);
  }

  private static BigDecimal whole(JsonNode node, long least, long most) {
    boolean finite = node.isNumber() && Double.isFinite(node.doubleValue());
    wanted(finite, "a whole number is wanted");
    BigDecimal value = node.decimalValue();
    wanted(value.stripTrailingZeros().scale() <= 0, "a whole number is wanted");
    boolean inside =
        value.compareTo(BigDecimal.valueOf(least)) >= 0
            && value.compareTo(BigDecimal.valueOf(most)) <= 0;
    wanted(inside, "a whole number between " + least + " and " + most + " is wanted");
    return value;
  }

  private static Path path(JsonNode node) {
    wanted(node.isString(), "a path is wanted");
    try {
      return Path.of(node.stringValue());
    } catch (InvalidPathException e) {
      throw BadInput.of("a path is wanted: " + e.getReason()).because(e);
    }
  }

  private static Object constant(Class<?> type, JsonNode node) {
    List<String> words = words(type);
    int index = node.isString() ? words.indexOf(node.stringValue()) : -1;
    wanted(index >= 0, "one of " + String.join(", ", words) + " is wanted");
    return type.getEnumConstants()[index];
  }

  static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Names.word((Enum<?>) constant))
        .toList();
  }

  /** Name a type for {@code --help}. */
  static String name(Type type) {
    Class<?> raw = Slot.raw(type);
    if (Slot.holder(raw)) {
      String inner = name(Slot.held(type));
      return raw == Optional.class ? inner : (raw == List.class ? "list of " : "map of ") + inner;
    }
    if (raw.isEnum()) {
      return String.join("|", words(raw));
    }
    if (raw == JsonNode.class) {
      return "value";
    }
    return NAMES.getOrDefault(raw, "section");
  }

  /** Return the items of a list; a single value is a list of one, as in TRL's loss_type. */
  static List<JsonNode> items(JsonNode node) {
    List<JsonNode> items = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(items::add);
    } else {
      items.add(node);
    }
    return items;
  }

  private static void wanted(boolean holds, String what) {
    if (!holds) {
      throw BadInput.of(what);
    }
  }
}
