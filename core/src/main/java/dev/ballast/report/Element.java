package dev.ballast.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An element of a page; what is put into it is escaped, so that no text can become markup. */
final class Element {
  private static final Set<String> EMPTY =
      Set.of("meta", "line", "circle", "rect", "polyline", "path", "br");
  private static final Set<String> INLINE =
      Set.of("span", "b", "a", "em", "code", "button", "strong", "abbr", "small");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  static Element of(String name) {
    return new Element(name);
  }

  static Element of(String name, String style) {
    return new Element(name).set("class", style);
  }

  Element set(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  String attribute(String key) {
    return attributes.getOrDefault(key, "");
  }

  Element text(String text) {
    children.add(text);
    return this;
  }

  Element add(Element... more) {
    children.addAll(List.of(more));
    return this;
  }

  Element add(List<Element> more) {
    children.addAll(more);
    return this;
  }

  /** Return the markup; it is XML and HTML at once. */
  String markup() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (key, value) ->
            out.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
    if (EMPTY.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Object child : children) {
      if (child instanceof Element element) {
        element.write(out);
      } else {
        out.append(escape(child.toString()));
      }
    }
    out.append("</").append(name).append('>');
    if (!INLINE.contains(name)) {
      out.append('\n');
    }
  }

  /** Escape a text for content and attributes; what XML cannot hold becomes U+FFFD. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escape(point, out));
    return out.toString();
  }

  private static void escape(int point, StringBuilder out) {
    switch (point) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(allowed(point) ? point : 0xFFFD);
    }
  }

  private static boolean allowed(int point) {
    boolean control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    // Marks that turn the direction of writing could show a text as another one.
    boolean turning = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    boolean late = point >= 0x7F && point <= 0x9F;
    return !control && !surrogate && !turning && !late && (point & 0xFFFE) != 0xFFFE;
  }
}
