package dev.ballast.template;

import dev.ballast.template.Expr.Args;
import dev.ballast.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions, with Jinja's precedence: a filter or a test binds tighter than a sign. */
final class Expressions {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
  private static final Set<String> WORDS = Set.of("else", "or", "and", "is", "if", "in", "not");

  private final Lexemes lexemes;
  private final Primaries primaries;

  Expressions(Lexemes lexemes) {
    this.lexemes = lexemes;
    this.primaries = new Primaries(lexemes, this);
  }

  /** Read an expression; with a comma outside of brackets, a tuple. */
  Expr tuple() {
    return rest(expression());
  }

  /** Read what a loop goes over: its {@code if} is the loop's own. */
  Expr withoutChoice() {
    return rest(or());
  }

  private Expr rest(Expr first) {
    if (!lexemes.isOperator(",")) {
      return first;
    }
    List<Expr> items = new ArrayList<>(List.of(first));
    while (lexemes.takeOperator(",") && startsOne()) {
      items.add(expression());
    }
    return new Expr.Items(first.line(), items, Expr.Shape.TUPLE);
  }

  private boolean startsOne() {
    Lexeme here = lexemes.peek();
    return here.kind() != Kind.BLOCK_END && here.kind() != Kind.OUTPUT_END && !here.operator(")");
  }

  Expr expression() {
    return lexemes.nested(this::choice);
  }

  private Expr choice() {
    Expr value = or();
    while (lexemes.isName("if")) {
      int line = lexemes.next().line();
      Expr condition = or();
      Expr otherwise =
          lexemes.takeName("else")
              ? expression()
              : new Expr.Literal(line, new Undefined("the missing else"));
      value = new Expr.Choice(line, condition, value, otherwise);
    }
    return value;
  }

  private Expr or() {
    Expr left = and();
    while (lexemes.isName("or")) {
      left = new Expr.Or(lexemes.next().line(), left, and());
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    while (lexemes.isName("and")) {
      left = new Expr.And(lexemes.next().line(), left, not());
    }
    return left;
  }

  private Expr not() {
    if (lexemes.isName("not")) {
      int line = lexemes.next().line();
      return new Expr.Not(line, lexemes.nested(this::not));
    }
    return compare();
  }

  private Expr compare() {
    Expr first = sum();
    List<String> operators = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    while (true) {
      if (lexemes.peek().kind() == Kind.OPERATOR && COMPARISONS.contains(lexemes.peek().text())) {
        operators.add(lexemes.next().text());
      } else if (lexemes.takeName("in")) {
        operators.add("in");
      } else if (lexemes.isName("not") && lexemes.followedByName("in")) {
        lexemes.next();
        lexemes.next();
        operators.add("not in");
      } else {
        return rest.isEmpty() ? first : new Expr.Compare(first.line(), first, operators, rest);
      }
      rest.add(sum());
    }
  }

  private Expr sum() {
    Expr left = concat();
    while (lexemes.isOperator("+") || lexemes.isOperator("-")) {
      Lexeme operator = lexemes.next();
      left = new Expr.Binary(operator.line(), operator.text(), left, concat());
    }
    return left;
  }

  private Expr concat() {
    Expr first = product();
    if (!lexemes.isOperator("~")) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first));
    while (lexemes.takeOperator("~")) {
      parts.add(product());
    }
    return new Expr.Concat(first.line(), parts);
  }

  private Expr product() {
    Expr left = power();
    while (lexemes.peek().kind() == Kind.OPERATOR && PRODUCTS.contains(lexemes.peek().text())) {
      Lexeme operator = lexemes.next();
      left = new Expr.Binary(operator.line(), operator.text(), left, power());
    }
    return left;
  }

  private Expr power() {
    Expr left = filtered(signed());
    while (lexemes.isOperator("**")) {
      int line = lexemes.next().line();
      left = new Expr.Binary(line, "**", left, filtered(signed()));
    }
    return left;
  }

  private Expr signed() {
    if (lexemes.isOperator("-") || lexemes.isOperator("+")) {
      Lexeme sign = lexemes.next();
      return new Expr.Signed(sign.line(), sign.text(), lexemes.nested(this::signed));
    }
    return primaries.postfixed(primaries.primary());
  }

  private Expr filtered(Expr input) {
    Expr value = input;
    while (true) {
      if (lexemes.takeOperator("|")) {
        int line = lexemes.line();
        value = new Expr.Filter(line, value, lexemes.expectName(), optionalArgs());
      } else if (lexemes.takeName("is")) {
        value = test(value);
      } else if (lexemes.isOperator("(")) {
        value = new Expr.Call(lexemes.line(), value, args());
      } else {
        return value;
      }
    }
  }

  private Expr test(Expr input) {
    int line = lexemes.line();
    boolean negated = lexemes.takeName("not");
    String name = lexemes.expectName();
    Args args = lexemes.isOperator("(") ? args() : bareArgument();
    Expr test = new Expr.Test(line, input, name, args);
    return negated ? new Expr.Not(line, test) : test;
  }

  /** Read the argument of a test that is written without brackets, as in {@code is eq 3}. */
  private Args bareArgument() {
    Lexeme here = lexemes.peek();
    boolean starts =
        switch (here.kind()) {
          case NAME -> !WORDS.contains(here.text());
          case STRING, INTEGER, FLOAT -> true;
          default -> here.operator("[") || here.operator("{");
        };
    return starts
        ? new Args(List.of(primaries.postfixed(primaries.primary())), Map.of())
        : Args.NONE;
  }

  private Args optionalArgs() {
    return lexemes.isOperator("(") ? args() : Args.NONE;
  }

  /** Read arguments in brackets. */
  Args args() {
    List<Expr> positional = new ArrayList<>();
    Map<String, Expr> named = new LinkedHashMap<>();
    lexemes.expectOperator("(");
    while (!lexemes.takeOperator(")")) {
      Expr value = expression();
      if (value instanceof Expr.Name name && lexemes.takeOperator("=")) {
        named.put(name.name(), expression());
      } else if (named.isEmpty()) {
        positional.add(value);
      } else {
        throw lexemes.unexpected("a plain argument after a named one");
      }
      if (!lexemes.isOperator(")")) {
        lexemes.expectOperator(",");
      }
    }
    return new Args(positional, named);
  }
}
