package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns of Python's {@code re}, as far as Java has them. */
final class PythonRegex {
  private PythonRegex() {}

  /**
   * Compile a pattern.
   *
   * @throws BadInput when Java cannot
   */
  static Pattern compile(String key, String pattern) {
    try {
      return Pattern.compile(
          pattern.replace("(?P<", "(?<"), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES);
    } catch (PatternSyntaxException e) {
      throw BadInput.of("not a usable pattern: " + e.getDescription())
          .key(key)
          .value(pattern)
          .because(e);
    }
  }

  /**
   * Find all matches as {@code re.findall} does: each as its groups, or where it has none, as a
   * whole; a group that took no part is empty.
   */
  static List<List<String>> all(Pattern pattern, String text) {
    List<List<String>> all = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      List<String> groups = new ArrayList<>();
      for (int group = Math.min(1, matcher.groupCount()); group <= matcher.groupCount(); group++) {
        String part = matcher.group(group);
        groups.add(part == null ? "" : part);
      }
      all.add(groups);
    }
    return all;
  }
}
