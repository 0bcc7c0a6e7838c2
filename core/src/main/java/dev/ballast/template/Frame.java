package dev.ballast.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and their values; an inner frame sees the outer ones and sets only its own. */
final class Frame {
  private final Map<String, Object> values = new HashMap<>();
  private final Optional<Frame> outer;
  private final Budget budget;

  private Frame(Optional<Frame> outer, Budget budget) {
    this.outer = outer;
    this.budget = budget;
  }

  static Frame of(Map<String, Object> values) {
    Frame frame = new Frame(Optional.empty(), new Budget());
    frame.values.putAll(values);
    return frame;
  }

  Frame inner() {
    return new Frame(Optional.of(this), budget);
  }

  /** Return what is left for the whole rendering. */
  Budget budget() {
    return budget;
  }

  Object get(String name) {
    Object value = values.get(name);
    if (value != null) {
      return value;
    }
    return outer.isPresent() ? outer.get().get(name) : new Undefined(name);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }
}
