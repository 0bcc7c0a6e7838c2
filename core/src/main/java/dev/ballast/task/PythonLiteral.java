package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list as Python prints it, which is how a template gives one: texts, numbers, True, False
 * and None, in brackets or parentheses.
 */
final class PythonLiteral {
  private final String text;
  private int at;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /**
   * Read a list; numbers are Long or Double, None is an empty text.
   *
   * @throws BadInput when it is not one
   */
  static List<Object> list(String text) {
    PythonLiteral literal = new PythonLiteral(text.strip());
    boolean list = !literal.text.isEmpty() && "[(".indexOf(literal.text.charAt(0)) >= 0;
    if (!list) {
      throw literal.bad();
    }
    List<Object> items = literal.items();
    if (literal.at != literal.text.length()) {
      throw literal.bad();
    }
    return items;
  }

  private BadInput bad() {
    return BadInput.of("the template must give a list, as Python writes it")
        .value(text)
        .fix("write an expression that is a list, such as {{choices}}");
  }

  private List<Object> items() {
    char close = text.charAt(at++) == '[' ? ']' : ')';
    List<Object> items = new ArrayList<>();
    skip();
    while (peek() != close) {
      items.add(item());
      skip();
      if (peek() == ',') {
        at++;
        skip();
      } else if (peek() != close) {
        throw bad();
      }
    }
    at++;
    return items;
  }

  private Object item() {
    char first = peek();
    if (first == '\'' || first == '"') {
      return string();
    }
    int start = at;
    while (at < text.length() && ",])".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at).strip();
    return switch (word) {
      case "True" -> true;
      case "False" -> false;
      case "None" -> "";
      default -> number(word);
    };
  }

  private Object number(String word) {
    if (word.matches("[-+]?\\d{1,18}")) {
      return Long.parseLong(word);
    }
    if (word.matches("[-+]?\\d*\\.?\\d+(e[-+]?\\d+)?")) {
      return Double.parseDouble(word);
    }
    throw bad();
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
      }
    }
    at++;
    return value.toString();
  }

  private void escape(StringBuilder value) {
    char c = peek();
    at++;
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'x' -> value.appendCodePoint(hex(2));
      case 'u' -> value.appendCodePoint(hex(4));
      case 'U' -> value.appendCodePoint(hex(8));
      case '\\', '\'', '"' -> value.append(c);
      default -> throw bad();
    }
  }

  private int hex(int digits) {
    if (at + digits > text.length() || !text.substring(at, at + digits).matches("[0-9a-f]+")) {
      throw bad();
    }
    int code = Integer.parseUnsignedInt(text.substring(at, at + digits), 16);
    at += digits;
    if (!Character.isValidCodePoint(code)) {
      throw bad();
    }
    return code;
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad();
    }
    return text.charAt(at);
  }
}
