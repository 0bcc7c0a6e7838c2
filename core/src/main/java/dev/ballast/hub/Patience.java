package dev.ballast.hub;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How long to wait for a server, and how often to try again.
 *
 * @param answer longest wait for the head of an answer
 * @param stall longest time in which a body brings next to nothing
 * @param attempts how many in a row may bring nothing
 * @param pause what rests between two attempts
 * @param clock what a {@code Retry-After} with a date is compared with
 */
record Patience(Duration answer, Duration stall, int attempts, Pause pause, InstantSource clock) {
  /** Rests. */
  @FunctionalInterface
  interface Pause {
    void rest(Duration duration) throws InterruptedException;
  }

  static Patience standard() {
    return new Patience(
        Duration.ofSeconds(30), Duration.ofSeconds(30), 5, Thread::sleep, InstantSource.system());
  }
}
