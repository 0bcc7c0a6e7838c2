package dev.ballast.tokenizer;

/**
 * Tells whether a search tries few ways at each place: the native engine gives up after ten million
 * and ends the process. Bounded is a pattern without references in which no choice and no
 * repetition is repeated, and in which after two repetitions in a row nothing more has to match.
 *
 * <p>It reads Oniguruma's syntax as far as it matters; what it cannot read is not bounded.
 */
final class RegexCost {
  private static final int LONGEST = 4096;
  private static final int DEEPEST = 20;

  /** Most repetitions that count as a few. */
  private static final int FEW = 16;

  /**
   * What a group holds.
   *
   * @param repetitions most of any of its branches
   * @param branches how many
   */
  private record Group(int repetitions, int branches) {}

  /** How often an atom may stand. */
  private enum Times {
    ONCE,
    OPTIONAL,
    MANY,
    OPTIONAL_MANY
  }

  private static final class Unbounded extends RuntimeException {
    Unbounded(String why) {
      super(why);
    }
  }

  private final String regex;
  private int at;

  private RegexCost(String regex) {
    this.regex = regex;
  }

  static boolean bounded(String regex) {
    if (regex.length() > LONGEST) {
      return false;
    }
    RegexCost cost = new RegexCost(regex);
    try {
      cost.group(0);
      return cost.at == regex.length();
    } catch (Unbounded e) {
      return false;
    }
  }

  /** Read branches up to the end or a closing bracket. */
  private Group group(int depth) {
    if (depth > DEEPEST) {
      throw new Unbounded("too deep");
    }
    int most = 0;
    int branches = 1;
    int repetitions = 0;
    while (at < regex.length() && regex.charAt(at) != ')') {
      if (regex.charAt(at) == '|') {
        at++;
        branches++;
        repetitions = 0;
      } else {
        repetitions = atom(depth, repetitions);
      }
      most = Math.max(most, repetitions);
    }
    return new Group(most, branches);
  }

  /** Read an atom with its repetition; return how many repetitions its branch has now. */
  private int atom(int depth, int before) {
    Group inside = new Group(0, 1);
    switch (next()) {
      case '(' -> inside = brackets(depth);
      case '[' -> set(depth);
      case '\\' -> escape();
      default -> {
        // A character, or any character.
      }
    }
    Times times = times();
    boolean many = times == Times.MANY || times == Times.OPTIONAL_MANY;
    if (many && (inside.repetitions() > 0 || inside.branches() > 1)) {
      throw new Unbounded("a repeated repetition or choice");
    }
    boolean needed = times == Times.ONCE || times == Times.MANY;
    if (needed && before >= 2) {
      throw new Unbounded("something after two repetitions");
    }
    return before + inside.repetitions() + (many ? 1 : 0);
  }

  private Group brackets(int depth) {
    if (take('?')) {
      int start = at;
      char kind = next();
      if (kind == '(' || kind == '~' || kind == '{' || kind == '#') {
        throw new Unbounded("a kind of group that is not read");
      }
      // Options, a name, or a look around: up to where the content begins.
      while (kind != ':' && kind != '=' && kind != '!' && kind != '>' && kind != ')') {
        kind = next();
      }
      // Where spaces and comments say nothing, this here would read another pattern.
      if (regex.charAt(start) != '<' && regex.substring(start, at).contains("x")) {
        throw new Unbounded("an option that is not read");
      }
      if (kind == ')') {
        return new Group(0, 1);
      }
    }
    Group inside = group(depth + 1);
    if (next() != ')') {
      throw new Unbounded("a bracket without an end");
    }
    return inside;
  }

  /** Read a set of characters after its opening bracket; sets may hold sets. */
  private void set(int depth) {
    if (depth > DEEPEST) {
      throw new Unbounded("too deep");
    }
    take('^');
    take(']');
    for (char c = next(); c != ']'; c = next()) {
      if (c == '\\') {
        next();
      } else if (c == '[') {
        set(depth + 1);
      }
    }
  }

  private void escape() {
    char kind = next();
    if (kind == 'k' || kind == 'g' || (kind >= '1' && kind <= '9')) {
      throw new Unbounded("a reference");
    }
    if ("pPxuo".indexOf(kind) >= 0 && take('{')) {
      while (next() != '}') {
        // The name of a property, or a number.
      }
    }
  }

  private Times times() {
    if (!repeats()) {
      return Times.ONCE;
    }
    char sign = regex.charAt(at);
    Times times =
        switch (sign) {
          case '?' -> Times.OPTIONAL;
          case '*' -> Times.OPTIONAL_MANY;
          case '+' -> Times.MANY;
          default -> counted();
        };
    at++;
    // Lazy or possessive: that saves ways. A plus after a count repeats it, so it is left to fail.
    if (!take('?') && sign != '{') {
      take('+');
    }
    if (repeats()) {
      throw new Unbounded("a repeated repetition");
    }
    return times;
  }

  private boolean repeats() {
    return at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0;
  }

  /** Read <code>{n}</code>, <code>{n,}</code> or <code>{n,m}</code> up to its closing bracket. */
  private Times counted() {
    int end = regex.indexOf('}', at);
    String inside = end < 0 ? "" : regex.substring(at + 1, end);
    if (!inside.matches("[0-9]{0,4}(,[0-9]{0,4})?") || inside.isEmpty() || inside.equals(",")) {
      throw new Unbounded("a bracket that is no count");
    }
    at = end;
    int comma = inside.indexOf(',');
    String most = inside.substring(comma + 1);
    boolean none = inside.startsWith("0") || inside.startsWith(",");
    if (most.isEmpty() || Integer.parseInt(most) > FEW) {
      return none ? Times.OPTIONAL_MANY : Times.MANY;
    }
    return none ? Times.OPTIONAL : Times.ONCE;
  }

  private char next() {
    if (at >= regex.length()) {
      throw new Unbounded("an end too early");
    }
    return regex.charAt(at++);
  }

  private boolean take(char wanted) {
    boolean here = at < regex.length() && regex.charAt(at) == wanted;
    at += here ? 1 : 0;
    return here;
  }
}
