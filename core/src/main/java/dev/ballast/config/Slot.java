package dev.ballast.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record component seen as a key. */
record Slot(
    RecordComponent component,
    String key,
    Type type,
    Optional<String> standard,
    String doc,
    boolean behaviour,
    boolean flat) {

  static List<Slot> of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalStateException(type + " is not a record");
    }
    return Arrays.stream(type.getRecordComponents()).map(Slot::of).toList();
  }

  private static Slot of(RecordComponent component) {
    Optional<Key> key = Optional.ofNullable(component.getAnnotation(Key.class));
    return new Slot(
        component,
        Names.snake(component.getName()),
        component.getGenericType(),
        key.map(Key::value).filter(value -> !value.equals(Key.NONE)),
        key.map(Key::doc).orElse(""),
        key.map(Key::behaviour).orElse(true),
        component.isAnnotationPresent(Flat.class)
            || component.getType().isAnnotationPresent(Flat.class));
  }

  /** Return every key of a record's space, flat records included. */
  static Map<String, Slot> space(Class<?> type) {
    Map<String, Slot> space = new LinkedHashMap<>();
    for (Slot slot : of(type)) {
      Map<String, Slot> more = slot.flat ? space(slot.component.getType()) : Map.of(slot.key, slot);
      more.forEach(
          (key, value) -> {
            if (space.put(key, value) != null) {
              throw new IllegalStateException("two components named " + key + " in " + type);
            }
          });
    }
    return space;
  }

  boolean optional() {
    return raw(type) == Optional.class;
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /** Return the last type argument: what an Optional, a List or a Map holds. */
  static Type held(Type type) {
    if (!(type instanceof ParameterizedType generic)) {
      throw new IllegalStateException(type + " needs a type argument");
    }
    Type[] arguments = generic.getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  static boolean holder(Class<?> raw) {
    return raw == Optional.class || raw == List.class || raw == Map.class;
  }

  /** Return what remains after all Optional, List and Map are taken off. */
  static Class<?> leaf(Type type) {
    Class<?> raw = raw(type);
    return holder(raw) ? leaf(held(type)) : raw;
  }
}
