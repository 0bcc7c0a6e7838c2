package dev.ballast.task;

import java.util.List;

/** The right answer of a row. */
sealed interface Target {
  /** Place among the choices, from 0. */
  record Index(int at) implements Target {}

  /** Places among the choices; any is right. */
  record Indices(List<Integer> all) implements Target {}

  /** A text. */
  record Text(String text) implements Target {}

  /** Texts; any is right. */
  record Texts(List<String> all) implements Target {}
}
