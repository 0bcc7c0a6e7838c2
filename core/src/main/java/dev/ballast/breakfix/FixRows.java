package dev.ballast.breakfix;

import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import dev.ballast.data.Split;
import java.util.List;
import java.util.stream.Stream;

/**
 * All training rows of a round.
 *
 * @param pairs failures, then look-alikes
 * @param buffer plain instructions
 */
record FixRows(List<FixRow> pairs, List<FixRow> buffer) {
  FixRows {
    pairs = List.copyOf(pairs);
    buffer = List.copyOf(buffer);
  }

  /** Return at most so many of each, by hash, in their old order; 0 = all. */
  FixRows atMost(int mostPairs, int mostBuffer) {
    return new FixRows(picked(pairs, mostPairs), picked(buffer, mostBuffer));
  }

  private static List<FixRow> picked(List<FixRow> all, int count) {
    return count == 0 ? all : Split.pick(all, row -> row.pair().id(), count, "stage");
  }

  /** Count the pairs that stand for failures. */
  int failures() {
    return (int) pairs.stream().filter(row -> row.kind() == SftKind.SAFETY).count();
  }

  /** Return the chosen answers of everything. */
  List<SftRow> sft() {
    return Stream.concat(pairs.stream(), buffer.stream()).map(FixRow::sft).toList();
  }
}
