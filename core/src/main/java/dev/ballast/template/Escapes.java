package dev.ballast.template;

import java.util.HexFormat;

/** Python's escapes in string literals. */
final class Escapes {
  private static final String SIMPLE = "ntr\\'\"0abfv";
  private static final String MEANT = "\n\t\r\\'\"\0\u0007\b\f\u000b";

  private Escapes() {}

  /** Replace escapes; an unknown one keeps its backslash, as in Python. */
  static String read(String literal) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < literal.length()) {
      char c = literal.charAt(i);
      i += c == '\\' ? escape(literal, i, text) : plain(c, text);
    }
    return text.toString();
  }

  private static int plain(char c, StringBuilder text) {
    text.append(c);
    return 1;
  }

  /** Append what the escape at an index means; return its length. */
  private static int escape(String literal, int at, StringBuilder text) {
    char kind = literal.charAt(at + 1);
    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits > 0) {
      if (at + 2 + digits > literal.length()) {
        throw TemplateError.of("a cut escape in a string: " + literal.substring(at));
      }
      text.appendCodePoint(codePoint(literal.substring(at + 2, at + 2 + digits)));
      return 2 + digits;
    }
    int simple = SIMPLE.indexOf(kind);
    if (kind == '\n') {
      return 2;
    }
    if (simple < 0) {
      text.append('\\').append(kind);
    } else {
      text.append(MEANT.charAt(simple));
    }
    return 2;
  }

  private static int codePoint(String digits) {
    if (!digits.chars().allMatch(HexFormat::isHexDigit)
        || !Character.isValidCodePoint(HexFormat.fromHexDigits(digits))) {
      throw TemplateError.of("no character has the number " + digits);
    }
    return HexFormat.fromHexDigits(digits);
  }
}
