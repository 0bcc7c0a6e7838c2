package dev.ballast.hub;

/** Adds up what several downloads bring, and lets one thread at a time tell the listener. */
final class Meter {
  private final PullListener listener;
  private long done;
  private long total;

  Meter(PullListener listener) {
    this.listener = listener;
  }

  /** Count bytes that have to come: a file's missing part, or what must come once more. */
  synchronized void expect(long bytes) {
    total += bytes;
  }

  /** Count bytes that came. */
  synchronized void got(long bytes) {
    done += bytes;
    listener.advanced(done, total);
  }

  /** Tell people something. */
  synchronized void told(String line) {
    listener.told(line);
  }
}
