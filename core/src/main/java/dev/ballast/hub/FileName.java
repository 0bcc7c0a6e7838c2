package dev.ballast.hub;

import dev.ballast.json.BadInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for file names that others wrote: plain and relative, so that what is written under one
 * lies inside the snapshot on every system.
 */
final class FileName {
  private static final int LONGEST = 1024;
  private static final int LONGEST_PART = 255;
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private FileName() {}

  /**
   * Return the name when it is harmless.
   *
   * @param where what holds the name, for the message
   * @throws BadInput naming it, when it is not
   */
  static String check(String name, Object where) {
    Optional<String> problem = problem(name);
    if (problem.isPresent()) {
      throw BadInput.of("a file name that " + problem.get())
          .file(where)
          .value(visible(name))
          .fix("nothing is written under such a name: use another repository, or report this one");
    }
    return name;
  }

  private static Optional<String> problem(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return Optional.of("is empty or too long");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("holds a control character");
    }
    if (name.indexOf('\\') >= 0) {
      return Optional.of("holds a backslash");
    }
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      return Optional.of("is absolute");
    }
    for (String part : name.split("/", -1)) {
      Optional<String> problem = partProblem(part);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> partProblem(String part) {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      return Optional.of("leads to another folder");
    }
    if (part.endsWith(".") || part.endsWith(" ")) {
      return Optional.of("Windows reads as another");
    }
    if (DEVICE.matcher(part).matches()) {
      return Optional.of("is a device on Windows");
    }
    return part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART
        ? Optional.of("is empty or too long")
        : Optional.empty();
  }

  /** Write control characters as escapes, so that a name cannot speak to the terminal. */
  static String visible(String name) {
    StringBuilder out = new StringBuilder();
    name.chars()
        .forEach(
            c ->
                out.append(
                    Character.isISOControl(c)
                        ? String.format(Locale.ROOT, "\\u%04x", c)
                        : String.valueOf((char) c)));
    return out.toString();
  }
}
