package dev.ballast.breakfix;

import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
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

  /** Count the pairs that stand for failures. */
  int failures() {
    return (int) pairs.stream().filter(row -> row.kind() == SftKind.SAFETY).count();
  }

  /** Return the chosen answers of everything. */
  List<SftRow> sft() {
    return Stream.concat(pairs.stream(), buffer.stream()).map(FixRow::sft).toList();
  }
}
