package dev.ballast.breakfix;

/** Hears how a run goes on, for people. */
public interface BreakFixListener {
  /** Hear that a phase has come so far. */
  void advance(String phase, int done, int total);

  /** Hear of an event after it is on disk; not of those that a resumed run finds there. */
  default void recorded(BreakFixEvent event) {}

  static BreakFixListener none() {
    return (_, _, _) -> {};
  }
}
