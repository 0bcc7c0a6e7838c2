package dev.ballast.template;

/** Python's {@code None}. */
enum None {
  NONE
}
