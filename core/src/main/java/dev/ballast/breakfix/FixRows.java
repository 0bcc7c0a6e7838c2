package dev.ballast.breakfix;

import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
import dev.ballast.data.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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

  /** Return at most so many of each kind as a stage takes, by hash, in their old order. */
  FixRows atMost(StageConfig stage) {
    List<FixRow> fewerDirect = fewer(pairs, FixRow::direct, stage.maxDirectRows());
    List<FixRow> mix = fewer(fewerDirect, FixRow::lookalike, stage.maxLookalikeRows());
    return new FixRows(picked(mix, stage.maxRows()), picked(buffer, stage.mostOfBuffer()));
  }

  private static List<FixRow> fewer(List<FixRow> all, Predicate<FixRow> these, int most) {
    Set<FixRow> kept = new HashSet<>(picked(all.stream().filter(these).toList(), most));
    return all.stream().filter(row -> !these.test(row) || kept.contains(row)).toList();
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
