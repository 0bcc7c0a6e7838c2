package dev.ballast.organism;

/** Where a prompt belongs; no prompt belongs to two. */
enum Part {
  BASE,
  FIX,
  HELD;

  /** Split a text by hash, given the shares in percent that are held out and used for fixing. */
  static Part of(String text, int held, int fix, long seed) {
    int bucket = Wording.bucket(text, seed);
    return bucket < held ? HELD : bucket < held + fix ? FIX : BASE;
  }
}
