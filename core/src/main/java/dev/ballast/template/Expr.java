package dev.ballast.template;

import java.util.List;
import java.util.Map;

/** An expression; lines count from 1. */
sealed interface Expr {
  int line();

  record Literal(int line, Object value) implements Expr {}

  record Name(int line, String name) implements Expr {}

  record Items(int line, List<Expr> items, Shape shape) implements Expr {}

  record Dict(int line, List<Expr> keys, List<Expr> values) implements Expr {}

  record Attribute(int line, Expr of, String name) implements Expr {}

  record Item(int line, Expr of, Expr key) implements Expr {}

  /** Bounds are literals of {@link None} where they are left out. */
  record Slice(int line, Expr of, Expr start, Expr stop, Expr step) implements Expr {}

  record Call(int line, Expr callee, Args args) implements Expr {}

  record Filter(int line, Expr input, String name, Args args) implements Expr {}

  record Test(int line, Expr input, String name, Args args) implements Expr {}

  record Not(int line, Expr of) implements Expr {}

  record Signed(int line, String sign, Expr of) implements Expr {}

  record Binary(int line, String operator, Expr left, Expr right) implements Expr {}

  record And(int line, Expr left, Expr right) implements Expr {}

  record Or(int line, Expr left, Expr right) implements Expr {}

  /** A chain: {@code a < b <= c}. */
  record Compare(int line, Expr first, List<String> operators, List<Expr> rest) implements Expr {}

  record Concat(int line, List<Expr> parts) implements Expr {}

  record Choice(int line, Expr condition, Expr then, Expr otherwise) implements Expr {}

  /** Arguments as written. */
  record Args(List<Expr> positional, Map<String, Expr> named) {
    static final Args NONE = new Args(List.of(), Map.of());
  }

  /** What brackets make. */
  enum Shape {
    LIST,
    TUPLE
  }
}
