package dev.ballast.data;

import java.util.Optional;
import java.util.function.Function;

/**
 * How the rows of one kind of file are read.
 *
 * @param name what a recipe's {@code format} says
 * @param container how the file is cut into records; empty = by its suffix
 */
record Dialect(String name, Optional<Container> container, Function<Fields, Parsed> parse) {
  /** Make a dialect that keeps every record, cut by the file's suffix. */
  static Dialect of(String name, Function<Fields, Row> row) {
    return new Dialect(name, Optional.empty(), f -> new Parsed.Kept(row.apply(f)));
  }

  /** Make a dialect that keeps every record of a fixed container. */
  static Dialect of(String name, Container container, Function<Fields, Row> row) {
    return new Dialect(name, Optional.of(container), f -> new Parsed.Kept(row.apply(f)));
  }
}
