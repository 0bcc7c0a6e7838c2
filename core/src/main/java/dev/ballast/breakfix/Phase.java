package dev.ballast.breakfix;

/**
 * A part of a round.
 *
 * @param round from 1
 * @param name {@code before}, {@code break} or {@code after}
 */
record Phase(int round, String name) {
  /** Return a file's name in the run's folder; the first round has no folder of its own. */
  String file(String file) {
    return folder(round) + file;
  }

  static String folder(int round) {
    return round == 1 ? "" : "round-" + round + "/";
  }
}
