package dev.ballast.config;

import dev.ballast.json.BadInput;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Walks a tree into records; an empty answer means that a problem was noted. */
final class Decoder {
  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return problems;
  }

  /** Decode a whole key space; keys that no component has are problems. */
  Optional<Object> section(Class<?> type, JsonNode node, String path) {
    if (!node.isObject()) {
      return fail(Problem.of(path, "keys and values are wanted here", node, "write key: value"));
    }
    Collection<String> known = Slot.space(type).keySet();
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        problems.add(
            new Problem(
                join(path, key),
                "unknown key",
                Optional.empty(),
                Optional.of(Names.suggestion(key, known))));
      }
    }
    return components(type, node, path);
  }

  private Optional<Object> components(Class<?> type, JsonNode node, String path) {
    List<Object> arguments = new ArrayList<>();
    List<Slot> slots = Slot.of(type);
    for (Slot slot : slots) {
      component(slot, node, path).ifPresent(arguments::add);
    }
    return arguments.size() == slots.size() ? construct(type, arguments, path) : Optional.empty();
  }

  private Optional<Object> component(Slot slot, JsonNode node, String path) {
    if (slot.flat()) {
      return components(slot.component().getType(), node, path);
    }
    String place = join(path, slot.key());
    Optional<JsonNode> given = Optional.ofNullable(node.get(slot.key()));
    if (given.isPresent()) {
      return value(slot.type(), given.get(), place);
    }
    if (slot.standard().isPresent()) {
      return value(slot.type(), Values.typed(slot.standard().get(), slot.type()), place);
    }
    if (slot.optional()) {
      return Optional.of(Optional.empty());
    }
    if (Slot.raw(slot.type()).isRecord()) {
      return section(Slot.raw(slot.type()), JsonNodeFactory.instance.objectNode(), place);
    }
    return fail(
        new Problem(
            place, "a required key is missing", Optional.empty(), Optional.of(missingFix(slot))));
  }

  /** A list of sections is too much for a command line. */
  private static String missingFix(Slot slot) {
    return Slot.leaf(slot.type()).isRecord()
        ? "write it in a YAML file and name that with --config"
        : "give it "
            + Values.name(slot.type())
            + (slot.doc().isEmpty() ? "" : " (" + slot.doc() + ")");
  }

  private Optional<Object> value(Type type, JsonNode node, String path) {
    Class<?> raw = Slot.raw(type);
    if (raw == Optional.class) {
      return node.isNull()
          ? Optional.of(Optional.empty())
          : value(Slot.held(type), node, path).map(Optional::of);
    }
    if (node.isNull()) {
      return fail(Problem.of(path, "the key has no value", "null", "remove it for its default"));
    }
    if (raw == List.class) {
      return list(Slot.held(type), Values.items(node), path);
    }
    if (raw == Map.class) {
      return map(Slot.held(type), node, path);
    }
    if (raw == JsonNode.class) {
      return Optional.of(node); // keys that another record decodes later
    }
    return raw.isRecord() ? section(raw, node, path) : scalar(raw, node, path);
  }

  private Optional<Object> scalar(Class<?> type, JsonNode node, String path) {
    try {
      return Optional.of(Values.scalar(type, node));
    } catch (BadInput e) {
      String shown = node.isString() ? node.stringValue() : node.toString();
      String wish = String.valueOf(e.getMessage());
      return fail(new Problem(path, wish, Optional.of(shown), wordFix(type, shown)));
    }
  }

  private static Optional<String> wordFix(Class<?> type, String shown) {
    return type.isEnum()
        ? Names.nearest(shown, Values.words(type)).map(word -> "did you mean " + word + "?")
        : Optional.empty();
  }

  private Optional<Object> list(Type held, List<JsonNode> items, String path) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      value(held, items.get(i), path + "[" + i + "]").ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> map(Type held, JsonNode node, String path) {
    if (!node.isObject()) {
      return fail(Problem.of(path, "a map is wanted", node, "write {key: value}"));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                value(held, entry.getValue(), join(path, entry.getKey()))
                    .ifPresent(value -> values.put(entry.getKey(), value)));
    return values.size() == node.size()
        ? Optional.of(Collections.unmodifiableMap(values))
        : Optional.empty();
  }

  private Optional<Object> construct(Class<?> type, List<Object> arguments, String path) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return Optional.of(canonical.newInstance(arguments.toArray()));
    } catch (InvocationTargetException e) {
      return refused(type, e, path);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type, e);
    }
  }

  private Optional<Object> refused(Class<?> type, InvocationTargetException e, String path) {
    Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
    if (!(cause instanceof IllegalArgumentException) && !(cause instanceof BadInput)) {
      throw new IllegalStateException("constructor of " + type + " failed", cause);
    }
    String message = String.valueOf(cause.getMessage());
    String place = named(type, message).map(key -> join(path, key)).orElse(path);
    return fail(Problem.of(place, message));
  }

  /** Return the first key of the record that the message names, as in "beta must be &gt; 0". */
  private static Optional<String> named(Class<?> type, String message) {
    Collection<String> known = Slot.space(type).keySet();
    return Arrays.stream(message.split("[^A-Za-z0-9_]+"))
        .map(Names::snake)
        .filter(known::contains)
        .findFirst();
  }

  private Optional<Object> fail(Problem problem) {
    problems.add(problem);
    return Optional.empty();
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
