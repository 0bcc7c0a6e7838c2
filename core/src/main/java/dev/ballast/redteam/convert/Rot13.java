package dev.ballast.redteam.convert;

import dev.ballast.redteam.Converter;
import java.util.stream.Collectors;

/** Turns each Latin letter by thirteen places; its own inverse. */
public record Rot13() implements Converter {
  @Override
  public String name() {
    return "ROT13";
  }

  @Override
  public String encode(String text) {
    return text.chars()
        .mapToObj(c -> String.valueOf((char) turned(c)))
        .collect(Collectors.joining());
  }

  @Override
  public String decode(String text) {
    return encode(text);
  }

  private static int turned(int c) {
    if (c >= 'a' && c <= 'z') {
      return 'a' + (c - 'a' + 13) % 26;
    }
    return c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + 13) % 26 : c;
  }
}
