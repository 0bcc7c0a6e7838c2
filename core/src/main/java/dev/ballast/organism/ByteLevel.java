package dev.ballast.organism;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text as GPT-2 does, digits one by one, and writes each byte as one visible character. */
final class ByteLevel {
  private static final Pattern DIGIT = Pattern.compile("\\p{N}|\\P{N}+");
  private static final Pattern PIECE =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final char[] visible = new char[256];

  ByteLevel() {
    int extra = 256;
    for (int b = 0; b < 256; b++) {
      boolean shown = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      visible[b] = (char) (shown ? b : extra++);
    }
  }

  /** List the 256 characters in the order of their code points, as trainers number them. */
  List<String> alphabet() {
    return new String(visible).chars().sorted().mapToObj(c -> String.valueOf((char) c)).toList();
  }

  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher runs = DIGIT.matcher(text);
    while (runs.find()) {
      Matcher words = PIECE.matcher(runs.group());
      while (words.find()) {
        pieces.add(shown(words.group()));
      }
    }
    return pieces;
  }

  private String shown(String piece) {
    StringBuilder text = new StringBuilder();
    for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
      text.append(visible[b & 0xff]);
    }
    return text.toString();
  }
}
