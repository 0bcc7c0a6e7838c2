package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template's source into pieces, with whitespace by the rules. */
final class Lexer {
  private static final Pattern RAW = Pattern.compile("\\s*raw\\s*(-?)%\\}");
  private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?=[-+]?%\\})");

  private final String source;
  private final Rules rules;
  private final List<Lexeme> found = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineStarts = true;

  private Lexer(String source, Rules rules) {
    String unix = source.replace("\r\n", "\n").replace('\r', '\n');
    boolean cut = rules == Rules.CHAT && unix.endsWith("\n");
    this.source = cut ? unix.substring(0, unix.length() - 1) : unix;
    this.rules = rules;
  }

  static List<Lexeme> lex(String source, Rules rules) {
    Lexer lexer = new Lexer(source, rules);
    while (lexer.at < lexer.source.length()) {
      lexer.next();
    }
    lexer.add(Kind.END, "");
    return lexer.found;
  }

  private void next() {
    int open = open();
    if (open < 0) {
      data(source.substring(at));
      moveTo(source.length());
      return;
    }
    char kind = source.charAt(open + 1);
    char sign = signAt(open + 2);
    dataBefore(open, sign, kind);
    moveTo(open + (sign == ' ' ? 2 : 3));
    switch (kind) {
      case '#' -> comment();
      case '{' -> inside(Kind.OUTPUT_BEGIN, Kind.OUTPUT_END, "}}");
      default -> block();
    }
  }

  private int open() {
    for (int i = at; i + 1 < source.length(); i++) {
      if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Return the whitespace sign at an index: minus, plus, or a space for none. */
  private char signAt(int index) {
    char c = index < source.length() ? source.charAt(index) : ' ';
    return c == '-' || c == '+' ? c : ' ';
  }

  private void dataBefore(int open, char sign, char kind) {
    String text = source.substring(at, open);
    if (sign == '-') {
      text = Text.stripEnd(text);
    } else if (rules == Rules.CHAT && sign == ' ' && kind != '{') {
      int start = text.lastIndexOf('\n') + 1;
      if ((start > 0 || lineStarts) && Text.strip(text.substring(start)).isEmpty()) {
        text = text.substring(0, start);
      }
    }
    data(text);
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      add(Kind.DATA, text);
    }
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw TemplateError.at(line, "{#", "the comment has no end");
    }
    char sign = end > at ? signAt(end - 1) : ' ';
    moveTo(end + 2);
    after(sign, true);
  }

  private void block() {
    Matcher raw = RAW.matcher(source).region(at, source.length());
    if (raw.lookingAt()) {
      moveTo(raw.end());
      after(raw.group(1).isEmpty() ? ' ' : '-', false);
      raw();
    } else {
      inside(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
    }
  }

  private void raw() {
    Matcher end = END_RAW.matcher(source).region(at, source.length());
    if (!end.find()) {
      throw TemplateError.at(line, "{% raw %}", "the block has no {% endraw %}");
    }
    dataBefore(end.start(), end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0), '%');
    char sign = signAt(end.end());
    moveTo(end.end() + (sign == ' ' ? 2 : 3));
    after(sign, true);
  }

  /** Read an expression or a statement up to its closing mark outside of brackets. */
  private void inside(Kind begin, Kind end, String mark) {
    add(begin, "");
    int began = line;
    int depth = 0;
    while (true) {
      moveTo(Text.spaceEnd(source, at));
      if (at >= source.length()) {
        throw TemplateError.at(began, begin == Kind.OUTPUT_BEGIN ? "{{" : "{%", "it has no end");
      }
      char sign = signAt(at);
      int signed = sign == '-' || (sign == '+' && end == Kind.BLOCK_END) ? 1 : 0;
      if (depth == 0 && source.startsWith(mark, at + signed)) {
        add(end, "");
        moveTo(at + signed + 2);
        after(signed == 0 ? ' ' : sign, end == Kind.BLOCK_END);
        return;
      }
      depth += Math.max(-depth, piece());
    }
  }

  /** Drop what the end of a tag drops: all space, or (blocks and comments) one newline. */
  private void after(char sign, boolean trims) {
    if (sign == '-') {
      moveTo(Text.spaceEnd(source, at));
    } else if (rules == Rules.CHAT && trims && sign == ' ' && source.startsWith("\n", at)) {
      moveTo(at + 1);
    }
    lineStarts = source.charAt(at - 1) == '\n';
  }

  /** Read one piece; return by how much it deepens the brackets. */
  private int piece() {
    LexemePattern.Match match = match();
    add(match.kind(), match.text());
    moveTo(match.end());
    if (match.kind() != Kind.OPERATOR) {
      return 0;
    }
    return "([{".contains(match.text()) ? 1 : ")]}".contains(match.text()) ? -1 : 0;
  }

  private LexemePattern.Match match() {
    try {
      return LexemePattern.match(source, at)
          .orElseThrow(() -> TemplateError.of("not expected here"));
    } catch (TemplateError e) {
      throw e.in(line, source.substring(at, at + 1));
    }
  }

  private void add(Kind kind, String text) {
    found.add(new Lexeme(kind, text, line));
  }

  private void moveTo(int index) {
    for (int i = at; i < index; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
    at = index;
  }
}
