package dev.ballast.redteam.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ballast.redteam.Converter;
import java.util.Base64;

/** Base64 of the UTF-8 bytes, with padding (RFC 4648 §4). */
public record Base64Text() implements Converter {
  @Override
  public String name() {
    return "Base64";
  }

  @Override
  public String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Override
  public String decode(String text) {
    return new String(Base64.getDecoder().decode(text), UTF_8);
  }
}
