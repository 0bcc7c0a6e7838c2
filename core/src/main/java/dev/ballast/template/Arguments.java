package dev.ballast.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values that a call was given. */
record Arguments(List<Object> positional, Map<String, Object> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /** Give each value its parameter's name; too many or unknown ones are errors. */
  Bound bind(String... parameters) {
    if (positional.size() > parameters.length) {
      throw TemplateError.of(
          "takes at most " + parameters.length + " arguments, got " + positional.size());
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < positional.size(); i++) {
      values.put(parameters[i], positional.get(i));
    }
    for (Map.Entry<String, Object> entry : named.entrySet()) {
      if (!List.of(parameters).contains(entry.getKey()) || values.containsKey(entry.getKey())) {
        throw TemplateError.of("argument '" + entry.getKey() + "' is not known here");
      }
      values.put(entry.getKey(), entry.getValue());
    }
    return new Bound(values);
  }

  /** Return the arguments after the first. */
  Arguments rest() {
    return new Arguments(
        positional.subList(Math.min(1, positional.size()), positional.size()), named);
  }

  /** Values by their parameter's name. */
  record Bound(Map<String, Object> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    Object get(String name, Object otherwise) {
      return values.getOrDefault(name, otherwise);
    }

    Object get(String name) {
      Object value = values.get(name);
      if (value == null) {
        throw TemplateError.of("argument '" + name + "' is missing");
      }
      return value;
    }

    String text(String name) {
      return Values.text(get(name));
    }

    long integer(String name, long otherwise) {
      return has(name) ? Values.integer(get(name)) : otherwise;
    }
  }
}
