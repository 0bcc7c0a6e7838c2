package dev.ballast.redteam.convert;

import dev.ballast.redteam.Converter;
import java.util.Locale;

/** Writes digits for the letters that they look like. */
public record Leetspeak() implements Converter {
  private static final String LETTERS = "aeiost";
  private static final String DIGITS = "431057";

  @Override
  public String name() {
    return "leetspeak";
  }

  @Override
  public String encode(String text) {
    return mapped(mapped(text, LETTERS.toUpperCase(Locale.ROOT), DIGITS), LETTERS, DIGITS);
  }

  @Override
  public String decode(String text) {
    return mapped(text, DIGITS, LETTERS);
  }

  private static String mapped(String text, String from, String to) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      int at = from.indexOf(out.charAt(i));
      if (at >= 0) {
        out.setCharAt(i, to.charAt(at));
      }
    }
    return out.toString();
  }
}
