package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Machine;

/** Sets how many threads arithmetic uses, before the first of it. */
final class Threads {
  private Threads() {}

  /** Use that many threads; 0 leaves it to the libraries, which take every core. */
  static void use(int threads) {
    if (threads < 0) {
      throw BadInput.of("threads must be >= 0")
          .key("--threads")
          .value(threads)
          .fix("give the number of cores to use, or 0 for all");
    }
    if (threads > 0) {
      Machine.useThreads(threads);
    }
  }
}
