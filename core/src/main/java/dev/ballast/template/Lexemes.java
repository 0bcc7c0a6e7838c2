package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.List;
import java.util.function.Supplier;

/** A place in the pieces of a template. */
final class Lexemes {
  private static final int DEEPEST = 150;

  private final List<Lexeme> all;
  private int at;
  private int depth;

  Lexemes(List<Lexeme> all) {
    this.all = all;
  }

  Lexeme peek() {
    return all.get(at);
  }

  Lexeme next() {
    Lexeme lexeme = all.get(at);
    at = Math.min(at + 1, all.size() - 1);
    return lexeme;
  }

  int line() {
    return peek().line();
  }

  boolean isOperator(String operator) {
    return peek().operator(operator);
  }

  boolean isName(String name) {
    return peek().name(name);
  }

  /** Step over an operator if it stands here. */
  boolean takeOperator(String operator) {
    return take(isOperator(operator));
  }

  /** Step over a name if it stands here. */
  boolean takeName(String name) {
    return take(isName(name));
  }

  /** Tell whether the lexeme after this one is that name. */
  boolean followedByName(String name) {
    return at + 1 < all.size() && all.get(at + 1).name(name);
  }

  void expectOperator(String operator) {
    if (!takeOperator(operator)) {
      throw unexpected("expected '" + operator + "'");
    }
  }

  Lexeme expect(Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected("expected " + words(kind));
    }
    return next();
  }

  String expectName() {
    return expect(Kind.NAME).text();
  }

  TemplateError unexpected(String expectation) {
    String here = peek().text().isEmpty() ? words(peek().kind()) : peek().text();
    return TemplateError.at(line(), here, expectation);
  }

  /** Read something nested, not deeper than the stack bears. */
  <T> T nested(Supplier<T> read) {
    if (++depth > DEEPEST) {
      throw TemplateError.at(line(), peek().text(), "nested more than " + DEEPEST + " deep");
    }
    T result = read.get();
    depth--;
    return result;
  }

  private boolean take(boolean here) {
    if (here) {
      next();
    }
    return here;
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case DATA -> "text";
      case OUTPUT_BEGIN -> "{{";
      case OUTPUT_END -> "}}";
      case BLOCK_BEGIN -> "{%";
      case BLOCK_END -> "%}";
      case NAME -> "a name";
      case STRING -> "a string";
      case INTEGER, FLOAT -> "a number";
      case OPERATOR -> "an operator";
      case END -> "the end of the template";
    };
  }
}
