package dev.ballast.generate;

import java.util.List;
import java.util.Optional;

/**
 * Watches growing text for stop strings and holds back what may be the beginning of one, so that
 * nothing sent has to be taken back.
 */
final class StopText {
  private final List<String> stops;
  private final StringBuilder text = new StringBuilder();
  private int released;
  private Optional<String> found = Optional.empty();

  StopText(List<String> stops) {
    this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
  }

  /** Append a piece and return the text that is now certain to be part of the answer. */
  String add(String piece) {
    int longest = stops.stream().mapToInt(String::length).max().orElse(0);
    int from = Math.max(0, text.length() - longest + 1);
    text.append(piece);
    cut(from);
    return found.isPresent() ? release(text.length()) : release(text.length() - heldBack());
  }

  /** Return what was held back. */
  String finish() {
    return release(text.length());
  }

  Optional<String> found() {
    return found;
  }

  /** Return the text so far, without the stop string and what follows it. */
  String text() {
    return text.toString();
  }

  private void cut(int from) {
    int earliest = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = text.indexOf(stop, from);
      if (at >= 0 && at < earliest) {
        earliest = at;
        found = Optional.of(stop);
      }
    }
    if (found.isPresent()) {
      text.setLength(earliest);
    }
  }

  private int heldBack() {
    return stops.stream().mapToInt(this::overlap).max().orElse(0);
  }

  /** Return the length of the longest end of the text that begins {@code stop}. */
  private int overlap(String stop) {
    for (int length = Math.min(stop.length() - 1, text.length()); length > 0; length--) {
      if (stop.startsWith(text.substring(text.length() - length))) {
        return length;
      }
    }
    return 0;
  }

  private String release(int end) {
    String piece = end > released ? text.substring(released, end) : "";
    released = Math.max(released, end);
    return piece;
  }
}
