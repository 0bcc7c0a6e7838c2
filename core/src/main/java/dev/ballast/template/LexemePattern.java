package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand inside {@code {{ }}} and {@code {% %}}. */
final class LexemePattern {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
  private static final Pattern FLOAT =
      Pattern.compile("(?<!\\.)\\d[\\d_]*(?:\\.\\d+(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+)");
  private static final Pattern INTEGER = Pattern.compile("\\d[\\d_]*");
  private static final Pattern STRING =
      Pattern.compile(
          "'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"",
          Pattern.DOTALL);
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|<=|>=|[-+/*%~\\[\\](){}<>=.:|,]");

  /** A piece and the index after it. */
  record Match(Kind kind, String text, int end) {}

  private LexemePattern() {}

  static Optional<Match> match(String source, int at) {
    return plain(NAME, Kind.NAME, source, at)
        .or(() -> plain(FLOAT, Kind.FLOAT, source, at))
        .or(() -> plain(INTEGER, Kind.INTEGER, source, at))
        .or(() -> string(source, at))
        .or(() -> plain(OPERATOR, Kind.OPERATOR, source, at));
  }

  private static Optional<Match> plain(Pattern pattern, Kind kind, String source, int at) {
    Matcher matcher = matcher(pattern, source, at);
    return matcher.lookingAt()
        ? Optional.of(new Match(kind, matcher.group(), matcher.end()))
        : Optional.empty();
  }

  private static Optional<Match> string(String source, int at) {
    Matcher matcher = matcher(STRING, source, at);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String quoted = matcher.group();
    String text = Escapes.read(quoted.substring(1, quoted.length() - 1));
    return Optional.of(new Match(Kind.STRING, text, matcher.end()));
  }

  private static Matcher matcher(Pattern pattern, String source, int at) {
    return pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
  }
}
