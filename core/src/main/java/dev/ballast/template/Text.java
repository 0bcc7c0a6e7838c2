package dev.ballast.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Strings as Python sees them: its whitespace, its code points. */
final class Text {
  private Text() {}

  /** Tell whether Python's {@code str.isspace} holds for a character. */
  static boolean space(int c) {
    return (c >= 9 && c <= 13)
        || (c >= 28 && c <= 32)
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  static String strip(String text) {
    return stripEnd(stripStart(text, Text::space), Text::space);
  }

  static String stripEnd(String text) {
    return stripEnd(text, Text::space);
  }

  static String stripStart(String text, IntPredicate dropped) {
    int start = 0;
    while (start < text.length() && dropped.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  static String stripEnd(String text, IntPredicate dropped) {
    int end = text.length();
    while (end > 0 && dropped.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  /** Return the index after the whitespace that starts at an index. */
  static int spaceEnd(String text, int from) {
    int end = from;
    while (end < text.length() && space(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Cut at runs of whitespace, at most {@code most} times (negative: everywhere). */
  static List<Object> words(String text, long most) {
    List<Object> words = new ArrayList<>();
    int at = spaceEnd(text, 0);
    while (at < text.length()) {
      if (words.size() == most) {
        words.add(stripEnd(text.substring(at)));
        return words;
      }
      Budget.requireParts(words.size());
      int end = at;
      while (end < text.length() && !space(text.charAt(end))) {
        end++;
      }
      words.add(text.substring(at, end));
      at = spaceEnd(text, end);
    }
    return words;
  }

  /** Cut at a separator, at most {@code most} times (negative: everywhere). */
  static List<Object> split(String text, String separator, long most) {
    if (separator.isEmpty()) {
      throw TemplateError.of("empty separator");
    }
    List<Object> parts = new ArrayList<>();
    int at = 0;
    int end = text.indexOf(separator);
    while (end >= 0 && parts.size() != most) {
      Budget.requireParts(parts.size());
      parts.add(text.substring(at, end));
      at = end + separator.length();
      end = text.indexOf(separator, at);
    }
    parts.add(text.substring(at));
    return parts;
  }

  /** Join texts, none of which is too long by itself. */
  static String joined(Stream<String> parts, String separator) {
    StringBuilder text = new StringBuilder();
    Iterator<String> all = parts.iterator();
    while (all.hasNext()) {
      text.append(all.next()).append(all.hasNext() ? separator : "");
      Budget.requireSize(text.length());
    }
    return text.toString();
  }

  /** Make sure that a text stays small when all occurrences of another are replaced. */
  static void requireReplaced(String text, String old, String fresh) {
    long growth = (long) fresh.length() - old.length();
    if (growth <= 0) {
      return;
    }
    long size = text.length() + (old.isEmpty() ? growth * (text.length() + 1L) : 0);
    int at = old.isEmpty() ? -1 : text.indexOf(old);
    while (at >= 0) {
      size += growth;
      at = text.indexOf(old, at + old.length());
    }
    Budget.requireSize(size);
  }

  /** Return one string per code point. */
  static List<Object> characters(String text) {
    Budget.requireParts(text.length());
    List<Object> characters = new ArrayList<>();
    text.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  /** Compare by code points, as Python does. */
  static int compare(String a, String b) {
    return java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  /** Capitalise each run of letters, as {@code str.title} does. */
  static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }
}
