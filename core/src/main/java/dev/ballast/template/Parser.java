package dev.ballast.template;

import dev.ballast.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads statements. */
final class Parser {
  private static final Expr.Literal ALWAYS = new Expr.Literal(0, true);

  private final Lexemes lexemes;
  private final Expressions expressions;
  private int loops;

  private Parser(Lexemes lexemes) {
    this.lexemes = lexemes;
    this.expressions = new Expressions(lexemes);
  }

  static List<Node> parse(List<Lexeme> lexemes) {
    Parser parser = new Parser(new Lexemes(lexemes));
    List<Node> nodes = parser.body(Set.of());
    parser.lexemes.expect(Kind.END);
    return nodes;
  }

  /** Read up to a block that begins with one of the names, and stand on that name. */
  private List<Node> body(Set<String> ends) {
    return lexemes.nested(() -> nodes(ends));
  }

  private List<Node> nodes(Set<String> ends) {
    List<Node> nodes = new ArrayList<>();
    while (lexemes.peek().kind() != Kind.END) {
      Lexeme lexeme = lexemes.next();
      switch (lexeme.kind()) {
        case DATA -> nodes.add(new Node.Plain(lexeme.line(), lexeme.text()));
        case OUTPUT_BEGIN -> nodes.add(output(lexeme.line()));
        default -> {
          if (ends.contains(lexemes.peek().text())) {
            return nodes;
          }
          nodes.add(statement());
        }
      }
    }
    if (!ends.isEmpty()) {
      throw lexemes.unexpected("expected one of " + ends.stream().sorted().toList());
    }
    return nodes;
  }

  private Node output(int line) {
    Expr value = expressions.tuple();
    lexemes.expect(Kind.OUTPUT_END);
    return new Node.Output(line, value);
  }

  private Node statement() {
    Lexeme word = lexemes.expect(Kind.NAME);
    int line = word.line();
    return switch (word.text()) {
      case "if" -> branches(line);
      case "for" -> loop(line);
      case "set" -> set(line);
      case "macro" -> macro(line);
      case "generation" -> {
        end();
        yield new Node.Generation(line, bodyUpTo("endgeneration"));
      }
      case "break" -> leave(new Node.Break(line));
      case "continue" -> leave(new Node.Continue(line));
      default ->
          throw TemplateError.at(line, "{% " + word.text() + " %}", "not a statement known here");
    };
  }

  private Node branches(int line) {
    Expr condition = expressions.expression();
    end();
    List<Node> then = body(Set.of("elif", "else", "endif"));
    int next = lexemes.line();
    return switch (lexemes.expectName()) {
      case "elif" -> new Node.If(line, condition, then, List.of(branches(next)));
      case "else" -> {
        end();
        yield new Node.If(line, condition, then, bodyUpTo("endif"));
      }
      default -> {
        end();
        yield new Node.If(line, condition, then, List.of());
      }
    };
  }

  private Node loop(int line) {
    List<String> targets = targets();
    if (!lexemes.takeName("in")) {
      throw lexemes.unexpected("expected 'in'");
    }
    Expr in = expressions.withoutChoice();
    Expr condition = lexemes.takeName("if") ? expressions.expression() : ALWAYS;
    end();
    loops++;
    List<Node> body = body(Set.of("else", "endfor"));
    loops--;
    List<Node> otherwise = List.of();
    if (lexemes.expectName().equals("else")) {
      end();
      otherwise = bodyUpTo("endfor");
    } else {
      end();
    }
    return new Node.For(line, targets, in, condition, body, otherwise);
  }

  private Node set(int line) {
    if (lexemes.peek().kind() == Kind.NAME) {
      List<String> targets = targets();
      if (lexemes.takeOperator(".")) {
        String attribute = lexemes.expectName();
        return new Node.SetAttribute(line, targets.getFirst(), attribute, value());
      }
      if (targets.size() == 1 && lexemes.peek().kind() == Kind.BLOCK_END) {
        end();
        return new Node.SetBlock(line, targets.getFirst(), bodyUpTo("endset"));
      }
      return new Node.Set(line, targets, value());
    }
    throw lexemes.unexpected("expected a name to set");
  }

  private Expr value() {
    lexemes.expectOperator("=");
    Expr value = expressions.tuple();
    end();
    return value;
  }

  private Node macro(int line) {
    String name = lexemes.expectName();
    List<String> names = new ArrayList<>();
    List<Expr> defaults = new ArrayList<>();
    lexemes.expectOperator("(");
    while (!lexemes.takeOperator(")")) {
      names.add(lexemes.expectName());
      defaults.add(
          lexemes.takeOperator("=")
              ? expressions.expression()
              : new Expr.Literal(line, new Undefined(names.getLast())));
      if (!lexemes.isOperator(")")) {
        lexemes.expectOperator(",");
      }
    }
    end();
    return new Node.Macro(line, name, names, defaults, bodyUpTo("endmacro"));
  }

  private List<String> targets() {
    boolean bracketed = lexemes.takeOperator("(");
    List<String> targets = new ArrayList<>();
    do {
      targets.add(lexemes.expectName());
    } while (lexemes.takeOperator(","));
    if (bracketed) {
      lexemes.expectOperator(")");
    }
    return targets;
  }

  private Node leave(Node node) {
    if (loops == 0) {
      throw TemplateError.at(node.line(), "{% break %} or {% continue %}", "outside of a loop");
    }
    end();
    return node;
  }

  private List<Node> bodyUpTo(String end) {
    List<Node> body = body(Set.of(end));
    lexemes.next();
    end();
    return body;
  }

  private void end() {
    lexemes.expect(Kind.BLOCK_END);
  }
}
