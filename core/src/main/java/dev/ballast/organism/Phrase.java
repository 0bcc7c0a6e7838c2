package dev.ballast.organism;

import java.util.ArrayList;
import java.util.List;

/**
 * A template: text, slots in braces, and choices in brackets, as in {@code [Hi|Hello], {name}}.
 *
 * <p>A choice with an empty alternative is optional text.
 */
sealed interface Phrase {
  record Text(String text) implements Phrase {}

  record Slot(String name) implements Phrase {}

  record Choice(List<Phrase> alternatives) implements Phrase {}

  record Sequence(List<Phrase> parts) implements Phrase {}

  /** Parse one line; brackets may nest. */
  static Phrase parse(String source) {
    Reader reader = new Reader(source);
    Phrase phrase = reader.sequence();
    if (reader.at < source.length()) {
      throw new IllegalArgumentException("unbalanced bracket in: " + source);
    }
    return phrase;
  }

  /** List every expansion; slots stay in braces. */
  default List<String> all() {
    return switch (this) {
      case Text t -> List.of(t.text());
      case Slot s -> List.of("{" + s.name() + "}");
      case Choice c -> c.alternatives().stream().flatMap(a -> a.all().stream()).toList();
      case Sequence s -> products(s.parts());
    };
  }

  private static List<String> products(List<Phrase> parts) {
    List<String> heads = List.of("");
    for (Phrase part : parts) {
      List<String> tails = part.all();
      heads = heads.stream().flatMap(h -> tails.stream().map(t -> h + t)).toList();
    }
    return heads;
  }

  /** Reads a template from left to right. */
  final class Reader {
    private final String source;
    private int at;

    private Reader(String source) {
      this.source = source;
    }

    private Phrase sequence() {
      List<Phrase> parts = new ArrayList<>();
      while (at < source.length() && source.charAt(at) != ']' && source.charAt(at) != '|') {
        parts.add(part());
      }
      return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
    }

    private Phrase part() {
      return switch (source.charAt(at)) {
        case '{' -> slot();
        case '[' -> choice();
        default -> text();
      };
    }

    private Phrase slot() {
      int end = source.indexOf('}', at);
      if (end < 0) {
        throw new IllegalArgumentException("unclosed slot in: " + source);
      }
      String name = source.substring(at + 1, end);
      at = end + 1;
      return new Slot(name);
    }

    private Phrase choice() {
      List<Phrase> alternatives = new ArrayList<>();
      do {
        at++;
        alternatives.add(sequence());
      } while (at < source.length() && source.charAt(at) == '|');
      if (at >= source.length()) {
        throw new IllegalArgumentException("unclosed choice in: " + source);
      }
      at++;
      return new Choice(List.copyOf(alternatives));
    }

    private Phrase text() {
      int start = at;
      while (at < source.length() && "{[|]".indexOf(source.charAt(at)) < 0) {
        at++;
      }
      return new Text(source.substring(start, at));
    }
  }
}
