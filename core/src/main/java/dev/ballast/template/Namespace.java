package dev.ballast.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} makes: attributes that inner blocks may set. */
record Namespace(Map<String, Object> attributes) {
  Namespace {
    attributes = new HashMap<>(attributes);
  }

  Object get(String name) {
    return attributes.getOrDefault(name, new Undefined(name));
  }

  void set(String name, Object value) {
    attributes.put(name, value);
  }

  /** As in Jinja, it equals itself alone: it may hold itself. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
