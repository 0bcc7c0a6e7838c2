package dev.ballast.template;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Formats the current time as C's {@code strftime} does in English. */
final class Strftime {
  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("d", "dd"),
          Map.entry("-d", "d"),
          Map.entry("m", "MM"),
          Map.entry("-m", "M"),
          Map.entry("b", "MMM"),
          Map.entry("B", "MMMM"),
          Map.entry("y", "yy"),
          Map.entry("Y", "yyyy"),
          Map.entry("a", "EEE"),
          Map.entry("A", "EEEE"),
          Map.entry("H", "HH"),
          Map.entry("I", "hh"),
          Map.entry("M", "mm"),
          Map.entry("S", "ss"),
          Map.entry("p", "a"),
          Map.entry("j", "DDD"),
          Map.entry("F", "yyyy-MM-dd"),
          Map.entry("T", "HH:mm:ss"),
          Map.entry("%", "'%'"));

  private Strftime() {}

  static String format(String format, Clock clock) {
    LocalDateTime now = LocalDateTime.now(clock);
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      if (format.charAt(i) != '%') {
        out.append(format.charAt(i++));
        continue;
      }
      int length = format.startsWith("-", i + 1) ? 2 : 1;
      String code = format.substring(i + 1, Math.min(format.length(), i + 1 + length));
      String pattern = PATTERNS.get(code);
      if (pattern == null) {
        throw TemplateError.of("strftime_now: %" + code + " is not known here");
      }
      out.append(DateTimeFormatter.ofPattern(pattern, Locale.US).format(now));
      i += 1 + length;
    }
    return out.toString();
  }
}
