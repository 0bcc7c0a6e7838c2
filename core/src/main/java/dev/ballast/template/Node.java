package dev.ballast.template;

import java.util.List;

/** A statement, a printed expression, or plain text. */
sealed interface Node {
  int line();

  record Plain(int line, String text) implements Node {}

  record Output(int line, Expr value) implements Node {}

  record If(int line, Expr condition, List<Node> then, List<Node> otherwise) implements Node {}

  /** Keeps the items for which the condition (a literal true where absent) holds. */
  record For(
      int line,
      List<String> targets,
      Expr in,
      Expr condition,
      List<Node> body,
      List<Node> otherwise)
      implements Node {}

  record Set(int line, List<String> targets, Expr value) implements Node {}

  record SetBlock(int line, String target, List<Node> body) implements Node {}

  record SetAttribute(int line, String namespace, String attribute, Expr value) implements Node {}

  record Macro(int line, String name, List<String> names, List<Expr> defaults, List<Node> body)
      implements Node {}

  record Generation(int line, List<Node> body) implements Node {}

  record Break(int line) implements Node {}

  record Continue(int line) implements Node {}
}
