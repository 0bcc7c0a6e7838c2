package dev.ballast.hub;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern over file names: {@code *} any characters, slashes too, {@code ?} one. */
final class Glob {
  private Glob() {}

  static Predicate<String> of(String pattern) {
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
