package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads literals, names and brackets, and what follows them: {@code .a}, {@code [b]}, {@code (c)}.
 */
final class Primaries {
  private final Lexemes lexemes;
  private final Expressions expressions;

  Primaries(Lexemes lexemes, Expressions expressions) {
    this.lexemes = lexemes;
    this.expressions = expressions;
  }

  Expr primary() {
    Lexeme lexeme = lexemes.peek();
    int line = lexeme.line();
    return switch (lexeme.kind()) {
      case NAME -> name(lexemes.next());
      case STRING -> string(line);
      case INTEGER -> new Expr.Literal(line, integer(lexemes.next()));
      case FLOAT ->
          new Expr.Literal(line, Double.parseDouble(lexemes.next().text().replace("_", "")));
      case OPERATOR -> bracket(line);
      default -> throw lexemes.unexpected("expected an expression");
    };
  }

  private static long integer(Lexeme lexeme) {
    try {
      return Long.parseLong(lexeme.text().replace("_", ""));
    } catch (NumberFormatException e) {
      throw TemplateError.at(lexeme.line(), lexeme.text(), "the number is too large");
    }
  }

  private static Expr name(Lexeme lexeme) {
    return switch (lexeme.text()) {
      case "true", "True" -> new Expr.Literal(lexeme.line(), true);
      case "false", "False" -> new Expr.Literal(lexeme.line(), false);
      case "none", "None" -> new Expr.Literal(lexeme.line(), None.NONE);
      default -> new Expr.Name(lexeme.line(), lexeme.text());
    };
  }

  /** Strings that stand side by side are one. */
  private Expr string(int line) {
    StringBuilder text = new StringBuilder();
    while (lexemes.peek().kind() == Kind.STRING) {
      text.append(lexemes.next().text());
    }
    return new Expr.Literal(line, text.toString());
  }

  private Expr bracket(int line) {
    if (lexemes.takeOperator("[")) {
      return new Expr.Items(line, items("]"), Expr.Shape.LIST);
    }
    if (lexemes.takeOperator("{")) {
      return dict(line);
    }
    if (!lexemes.takeOperator("(")) {
      throw lexemes.unexpected("expected an expression");
    }
    if (lexemes.takeOperator(")")) {
      return new Expr.Items(line, List.of(), Expr.Shape.TUPLE);
    }
    Expr inside = expressions.tuple();
    lexemes.expectOperator(")");
    return inside;
  }

  private List<Expr> items(String close) {
    List<Expr> items = new ArrayList<>();
    while (!lexemes.takeOperator(close)) {
      items.add(expressions.expression());
      if (!lexemes.isOperator(close)) {
        lexemes.expectOperator(",");
      }
    }
    return items;
  }

  private Expr dict(int line) {
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!lexemes.takeOperator("}")) {
      keys.add(expressions.expression());
      lexemes.expectOperator(":");
      values.add(expressions.expression());
      if (!lexemes.isOperator("}")) {
        lexemes.expectOperator(",");
      }
    }
    return new Expr.Dict(line, keys, values);
  }

  Expr postfixed(Expr start) {
    Expr value = start;
    while (true) {
      int line = lexemes.line();
      if (lexemes.takeOperator(".")) {
        value = dotted(line, value);
      } else if (lexemes.takeOperator("[")) {
        value = subscript(line, value);
      } else if (lexemes.isOperator("(")) {
        value = new Expr.Call(line, value, expressions.args());
      } else {
        return value;
      }
    }
  }

  private Expr dotted(int line, Expr of) {
    if (lexemes.peek().kind() == Kind.INTEGER) {
      return new Expr.Item(line, of, new Expr.Literal(line, integer(lexemes.next())));
    }
    return new Expr.Attribute(line, of, lexemes.expectName());
  }

  private Expr subscript(int line, Expr of) {
    Expr start = bound(line);
    if (!lexemes.isOperator(":")) {
      lexemes.expectOperator("]");
      return new Expr.Item(line, of, start);
    }
    lexemes.expectOperator(":");
    Expr stop = bound(line);
    Expr step = lexemes.takeOperator(":") ? bound(line) : new Expr.Literal(line, None.NONE);
    lexemes.expectOperator("]");
    return new Expr.Slice(line, of, start, stop, step);
  }

  private Expr bound(int line) {
    boolean absent = lexemes.isOperator(":") || lexemes.isOperator("]");
    return absent ? new Expr.Literal(line, None.NONE) : expressions.expression();
  }
}
