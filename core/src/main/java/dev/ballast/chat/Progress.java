package dev.ballast.chat;

/** Hears how far a long call has come. */
@FunctionalInterface
public interface Progress {
  /**
   * Report progress.
   *
   * @param done units finished, 0 … total
   * @param total units in all
   */
  void advance(int done, int total);

  static Progress none() {
    return (done, total) -> {};
  }
}
