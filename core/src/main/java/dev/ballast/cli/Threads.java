package dev.ballast.cli;

import dev.ballast.tensor.Machine;

/** Sets how many threads arithmetic uses, before the first of it. */
final class Threads {
  private Threads() {}

  /** Use that many threads; 0 leaves it to the libraries, which take every core. */
  static void use(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be >= 0, was " + threads);
    }
    if (threads > 0) {
      Machine.useThreads(threads);
    }
  }
}
