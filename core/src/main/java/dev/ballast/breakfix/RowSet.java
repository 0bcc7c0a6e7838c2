package dev.ballast.breakfix;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.Loaded;
import dev.ballast.data.NormalText;
import dev.ballast.data.Row;
import dev.ballast.json.BadInput;
import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rows of several data sets, each prompt once.
 *
 * @param skipped rows that readers left out by rule
 */
record RowSet(List<Row> rows, int skipped) {
  RowSet {
    rows = List.copyOf(rows);
  }

  static RowSet read(List<DatasetSpec> specs, Datasets datasets) {
    List<Row> rows = new ArrayList<>();
    int skipped = 0;
    for (DatasetSpec spec : specs) {
      Loaded<Row> loaded = datasets.read(spec, Row.class);
      rows.addAll(loaded.rows());
      skipped += loaded.skipped().size();
    }
    return new RowSet(distinct(rows), skipped);
  }

  /**
   * Keep the first row of each prompt: a second one would count one finding twice.
   *
   * @throws BadInput when two prompts have one name
   */
  static List<Row> distinct(List<Row> rows) {
    Set<String> prompts = new HashSet<>();
    Set<String> keys = new HashSet<>();
    List<Row> kept = new ArrayList<>();
    for (Row row : rows) {
      if (prompts.add(NormalText.of(row.promptText()))) {
        if (!keys.add(row.key())) {
          throw BadInput.of("two rows have one source and id")
              .value(row.key())
              .fix("make ids unique among the data sets, or name their source");
        }
        kept.add(row);
      }
    }
    return kept;
  }

  /** Return two sets: rows that do not fit, and rows that do. */
  static Sides part(List<Row> rows, Predicate<Row> heldOut) {
    return new Sides(
        rows.stream().filter(heldOut.negate()).toList(), rows.stream().filter(heldOut).toList());
  }

  /** Rows that train and rows that measure. */
  record Sides(List<Row> train, List<Row> heldOut) {
    Sides {
      train = List.copyOf(train);
      heldOut = List.copyOf(heldOut);
    }
  }

  static BreakFixEvent.SetFacts facts(List<? extends Row> rows) {
    StringBuilder all = new StringBuilder();
    rows.forEach(row -> all.append(row.key()).append('\n').append(row.promptText()).append('\n'));
    return new BreakFixEvent.SetFacts(rows.size(), Hashes.of(all.toString()));
  }
}
