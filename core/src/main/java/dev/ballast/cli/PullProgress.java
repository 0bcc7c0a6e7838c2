package dev.ballast.cli;

import dev.ballast.chat.Progress;
import dev.ballast.hub.PullListener;

/** Shows a pull on the terminal: a bar of MiB, and what people should know. */
final class PullProgress implements PullListener {
  private static final long MIB = 1 << 20;

  private final Terminal terminal;
  private Progress bar = Progress.none();
  private long shownTotal;

  PullProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void advanced(long done, long total) {
    if (shownTotal == 0) {
      // The rate counts from the first byte, not from the first question.
      bar = terminal.bar("pull, MiB");
    }
    shownTotal = total;
    int all = Math.toIntExact((total + MIB - 1) / MIB);
    bar.advance(done >= total ? all : (int) Math.min(done / MIB, all - 1), all);
  }

  @Override
  public void told(String line) {
    terminal.say(line);
  }
}
