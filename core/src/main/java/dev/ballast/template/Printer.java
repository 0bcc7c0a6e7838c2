package dev.ballast.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Prints values as Python's {@code str} and {@code repr} do. */
final class Printer {
  private Printer() {}

  static String str(Object value) {
    return switch (value) {
      case String s -> s;
      case Undefined _ -> "";
      default -> repr(value);
    };
  }

  static String repr(Object value) {
    return switch (value) {
      case String s -> quoted(s);
      case Boolean b -> b ? "True" : "False";
      case Long l -> Long.toString(l);
      case Double d -> real(d);
      case None _ -> "None";
      case Undefined _ -> "Undefined";
      case List<?> list -> joined(list, "[", "]");
      case Tuple t -> joined(t.items(), "(", t.items().size() == 1 ? ",)" : ")");
      case Map<?, ?> map -> entries(map);
      default -> throw TemplateError.of("a " + Values.type(value) + " cannot be printed");
    };
  }

  private static String joined(List<?> items, String open, String close) {
    StringJoiner text = new StringJoiner(", ", open, close);
    for (Object item : items) {
      text.add(repr(item));
      Budget.requireSize(text.length());
    }
    return text.toString();
  }

  private static String entries(Map<?, ?> map) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    map.forEach(
        (key, value) -> {
          text.add(repr(key) + ": " + repr(value));
          Budget.requireSize(text.length());
        });
    return text.toString();
  }

  /** The shortest digits that give the number back, plain between 1e-4 and 1e16. */
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.length() > 1 ? digits.charAt(0) + "." + digits.substring(1) : digits;
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + size;
  }

  private static String quoted(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> escape(c, quote, out));
    return out.append(quote).toString();
  }

  private static void escape(int c, char quote, StringBuilder out) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (printable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(escaped(c));
        }
      }
    }
  }

  private static String escaped(int c) {
    String hex = Integer.toHexString(c);
    return c < 0x100
        ? "\\x" + "0".repeat(2 - hex.length()) + hex
        : c < 0x10000
            ? "\\u" + "0".repeat(4 - hex.length()) + hex
            : "\\U" + "0".repeat(8 - hex.length()) + hex;
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
