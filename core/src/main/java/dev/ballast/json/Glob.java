package dev.ballast.json;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern over names, of files or of parameters: {@code *} any characters, dots and slashes too,
 * {@code ?} one, the rest literal.
 */
public final class Glob {
  private Glob() {}

  /** Match whole names. */
  public static Predicate<String> of(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
