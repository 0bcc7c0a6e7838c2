package dev.ballast.judge;

/** Reads a judging model's answer. */
@FunctionalInterface
interface Reader {
  Reading read(Answer answer);

  /** Return what its verdicts tell apart. */
  default Scale scale() {
    return Scale.HARM;
  }
}
