package dev.ballast.template;

import java.util.List;
import java.util.Map;

/**
 * What one rendering may take: a template comes from elsewhere, and may loop or grow without end.
 *
 * <p>A unit is a character that is made. What is evaluated, and an element of a list, count as
 * sixteen; what is read counts a quarter of what is made.
 */
final class Budget {
  /** Most characters of a text that a template makes. */
  static final int LARGEST = 1 << 24;

  /** Most parts that a text is taken into. */
  static final int MOST_PARTS = 1 << 20;

  private static final long ALL = 1L << 28;
  private static final int EACH = 16;

  private long left = ALL;

  /** Pay for a step. */
  void step() {
    spend(EACH);
  }

  /** Pay for a value that was made. */
  void made(Object value) {
    spend(size(value));
  }

  /** Pay for looking through a value. */
  void read(Object value) {
    spend(size(value) / 4);
  }

  private void spend(long units) {
    left -= units;
    if (left < 0) {
      throw TemplateError.of("the template does not come to an end, or makes too much text");
    }
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case List<?> list -> (long) EACH * list.size();
      case Tuple tuple -> (long) EACH * tuple.items().size();
      case Map<?, ?> map -> (long) EACH * map.size();
      default -> 0;
    };
  }

  /** Make sure that a text does not grow too large, before it is made. */
  static void requireSize(long characters) {
    if (characters > LARGEST) {
      throw TemplateError.of("a text of more than " + LARGEST + " characters");
    }
  }

  /** Make sure that a list does not grow too long, before it is made. */
  static void requireParts(long parts) {
    if (parts > MOST_PARTS) {
      throw TemplateError.of("a list of more than " + MOST_PARTS + " elements");
    }
  }
}
