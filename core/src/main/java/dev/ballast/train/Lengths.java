package dev.ballast.train;

/**
 * How many tokens training sees of a row; what is beyond is cut from its end.
 *
 * @param row prompt and completion together
 * @param completion of the completion alone: its first tokens are where a model decides to answer
 *     or to decline
 */
record Lengths(int row, int completion) {
  static Lengths of(int row) {
    return new Lengths(row, Integer.MAX_VALUE);
  }

  /** Return how many tokens of a completion fit behind a prompt. */
  int room(int prompt) {
    return Math.min(row - prompt, completion);
  }
}
