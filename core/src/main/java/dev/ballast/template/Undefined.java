package dev.ballast.template;

/**
 * What a name or key that is not there gives: prints empty, is false, and breaks when used.
 *
 * @param what the name or key
 */
record Undefined(String what) {
  TemplateError used() {
    return TemplateError.of("'" + what + "' is undefined");
  }
}
