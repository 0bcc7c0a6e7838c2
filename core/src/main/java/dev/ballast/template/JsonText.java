package dev.ballast.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes JSON with the spacing of Python's {@code json.dumps}. */
final class JsonText {
  private final String indent;
  private final String comma;
  private final String colon;
  private final boolean ascii;
  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  private JsonText(Arguments.Bound options) {
    Object width = options.get("indent", None.NONE);
    this.indent =
        width instanceof String text && text.length() <= 100
            ? text
            : width == None.NONE ? "" : " ".repeat(Math.clamp(Values.integer(width), 0, 100));
    boolean broken = width != None.NONE;
    Object separators = options.get("separators", None.NONE);
    List<Object> pair =
        separators == None.NONE ? List.of(broken ? "," : ", ", ": ") : Values.items(separators);
    if (pair.size() != 2) {
      throw TemplateError.of("separators are two: between items, and after keys");
    }
    this.comma = Values.text(pair.getFirst()) + (broken ? "\n" : "");
    this.colon = Values.text(pair.getLast());
    this.ascii = Values.truth(options.get("ensure_ascii", false));
    this.sorted = Values.truth(options.get("sort_keys", false));
  }

  /** Encode as the {@code tojson} filter of transformers does. */
  static String of(Object value, Arguments arguments) {
    JsonText json =
        new JsonText(arguments.bind("ensure_ascii", "indent", "separators", "sort_keys"));
    json.write(value, 1);
    return json.out.toString();
  }

  private void write(Object value, int depth) {
    Budget.requireSize(out.length());
    switch (value) {
      case String s -> quote(s);
      case Boolean b -> out.append(b);
      case Long l -> out.append(l);
      case Double d -> out.append(real(d));
      case None _ -> out.append("null");
      case List<?> list -> items(list, depth);
      case Tuple tuple -> items(tuple.items(), depth);
      case Map<?, ?> map -> entries(map, depth);
      default ->
          throw TemplateError.of(
              "Object of type " + Values.type(value) + " is not JSON serializable");
    }
  }

  private void items(List<?> items, int depth) {
    List<Runnable> parts = new ArrayList<>();
    for (Object item : items) {
      parts.add(() -> write(item, depth + 1));
    }
    block("[", parts, "]", depth);
  }

  private void entries(Map<?, ?> map, int depth) {
    List<Runnable> parts = new ArrayList<>();
    map.entrySet().stream()
        .sorted((a, b) -> sorted ? Operators.compare(a.getKey(), b.getKey()) : 0)
        .forEach(
            entry ->
                parts.add(
                    () -> {
                      quote(key(entry.getKey()));
                      out.append(colon);
                      write(entry.getValue(), depth + 1);
                    }));
    block("{", parts, "}", depth);
  }

  private void block(String open, List<Runnable> parts, String close, int depth) {
    out.append(open);
    boolean broken = comma.endsWith("\n") && !parts.isEmpty();
    for (int i = 0; i < parts.size(); i++) {
      out.append(i > 0 ? comma : broken ? "\n" : "").append(broken ? indent.repeat(depth) : "");
      parts.get(i).run();
    }
    out.append(broken ? "\n" + indent.repeat(depth - 1) : "").append(close);
  }

  private static String key(Object key) {
    return switch (key) {
      case String s -> s;
      case Boolean b -> Boolean.toString(b);
      case Double d -> real(d);
      case None _ -> "null";
      default -> Printer.repr(key);
    };
  }

  private static String real(double value) {
    String text = Printer.real(value);
    return text.equals("nan") ? "NaN" : text.replace("inf", "Infinity");
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || (ascii && c > 0x7e)) {
            String hex = Integer.toHexString(c);
            out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
