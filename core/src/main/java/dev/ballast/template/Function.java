package dev.ballast.template;

/** Something that a template may call. */
@FunctionalInterface
interface Function {
  Object call(Arguments arguments);
}
