package dev.ballast.data;

import java.util.List;

/**
 * What a file held.
 *
 * @param rows in the order of the file
 * @param skipped rows that the dialect leaves out by rule; never in silence
 */
public record Loaded<T extends Row>(List<T> rows, List<Skipped> skipped) {
  /** A row left out. */
  public record Skipped(String source, long row, String why) {}

  public Loaded {
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }
}
