package dev.ballast.cli;

import dev.ballast.chat.Progress;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Where results (stdout) and progress (stderr) go: a bar that moves on a terminal, a line every 10
 * seconds elsewhere.
 *
 * @param in what people type
 * @param live whether stderr is a terminal
 * @param width of the terminal in columns
 */
record Terminal(PrintStream out, PrintStream err, InputStream in, boolean live, int width) {
  private static final long QUIET_NANOS = 10_000_000_000L;
  private static final long LIVE_NANOS = 100_000_000L;

  /** A terminal at which nobody types. */
  Terminal(PrintStream out, PrintStream err, boolean live, int width) {
    this(out, err, InputStream.nullInputStream(), live, width);
  }

  /** Look at the surroundings: the launcher tells whether stderr is a terminal and how wide. */
  static Terminal system() {
    int columns = Integer.getInteger("ballast.columns", 80);
    return new Terminal(
        System.out,
        System.err,
        System.in,
        Boolean.getBoolean("ballast.terminal"),
        Math.clamp(columns, 40, 120));
  }

  /** Tell people something; the line stays. */
  void say(String line) {
    err.println(clear() + line);
  }

  /** Return a progress bar for one piece of work. */
  Progress bar(String label) {
    return new Bar(label);
  }

  private String clear() {
    return live ? "\r\u001b[K" : "";
  }

  private final class Bar implements Progress {
    private final String label;
    private final long started = System.nanoTime();
    private long shown = started;

    Bar(String label) {
      this.label = label;
    }

    @Override
    public void advance(int done, int total) {
      long now = System.nanoTime();
      boolean last = done >= total;
      if (live ? last || now - shown >= LIVE_NANOS : now - shown >= QUIET_NANOS) {
        shown = now;
        String line = line(done, total, (now - started) / 1e9);
        if (live) {
          // A line that wraps cannot be cleared: its first half would stay on the screen.
          String fitting = line.substring(0, Math.min(line.length(), width - 1));
          err.print(clear() + fitting + (last ? "\n" : ""));
          err.flush();
        } else {
          err.println(line);
        }
      }
    }

    private String line(int done, int total, double seconds) {
      double rate = done / Math.max(seconds, 1e-3);
      double left = rate > 0 ? (total - done) / rate : 0;
      int room = Math.clamp(width - label.length() - 44L, 0, 30);
      int filled = total == 0 ? room : (int) ((long) room * done / total);
      String bar = room < 5 ? "" : "[" + "#".repeat(filled) + "-".repeat(room - filled) + "] ";
      return String.format(
          Locale.ROOT, "  %s %s%d/%d  %.1f/s  %s left", label, bar, done, total, rate, clock(left));
    }
  }

  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }
}
