package dev.ballast.template;

/** A template that cannot be read or rendered; names the line (from 1) and the construct. */
public final class TemplateError extends RuntimeException {
  private final int line;
  private final String construct;

  private TemplateError(int line, String construct, String problem) {
    super(line == 0 ? problem : "template line " + line + ", " + construct + ": " + problem, null);
    this.line = line;
    this.construct = construct;
  }

  /** Tell a problem whose place is not known yet. */
  static TemplateError of(String problem) {
    return new TemplateError(0, "", problem);
  }

  static TemplateError at(int line, String construct, String problem) {
    return new TemplateError(line, construct, problem);
  }

  /** Add the place; the innermost one that is known stays. */
  TemplateError in(int newLine, String newConstruct) {
    return line == 0 ? at(newLine, newConstruct, String.valueOf(getMessage())) : this;
  }

  /** Return the line, from 1. */
  public int line() {
    return line;
  }

  /** Return the construct as it stands in the template, or a name for it. */
  public String construct() {
    return construct;
  }
}
