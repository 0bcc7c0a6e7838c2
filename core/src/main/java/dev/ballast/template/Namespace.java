package dev.ballast.template;

import java.util.HashMap;
import java.util.Map;

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
}
