package dev.ballast.breakfix;

import dev.ballast.data.Contamination;
import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.Row;
import dev.ballast.data.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rows of a run, split: no prompt and no held-out category stands on both sides.
 *
 * @param objectives harmful requests
 * @param helpfulness by the set's name, in order; they only measure
 * @param removed training rows left out because a measured prompt is the same
 */
record BreakFixData(
    RowSet.Sides objectives,
    RowSet.Sides lookalikes,
    RowSet.Sides plain,
    Map<HelpfulnessSet, List<Row>> helpfulness,
    List<String> heldOutCategories,
    int removed,
    int skipped) {

  static BreakFixData of(BreakFixConfig config, Datasets datasets) {
    return new Reader(config, datasets).read();
  }

  /** Return what the split event says. */
  BreakFixEvent.Split event() {
    Map<String, BreakFixEvent.SetFacts> sets = new LinkedHashMap<>();
    sets.put("objectives", RowSet.facts(objectives.train()));
    sets.put("lookalikes", RowSet.facts(lookalikes.train()));
    sets.put("plain", RowSet.facts(plain.train()));
    sets.put("held_out_objectives", RowSet.facts(objectives.heldOut()));
    sets.put("held_out_lookalikes", RowSet.facts(lookalikes.heldOut()));
    sets.put("held_out_plain", RowSet.facts(plain.heldOut()));
    helpfulness.forEach((set, rows) -> sets.put("held_out_" + set.name(), RowSet.facts(rows)));
    return new BreakFixEvent.Split(sets, heldOutCategories, removed, skipped);
  }

  /** Reads and splits. */
  private static final class Reader {
    private final BreakFixConfig config;
    private final DataConfig data;
    private final Datasets datasets;
    private int skipped;

    Reader(BreakFixConfig config, Datasets datasets) {
      this.config = config;
      this.data = config.data();
      this.datasets = datasets;
    }

    BreakFixData read() {
      List<Row> harmful = rows(data.objectives());
      List<String> categories = heldOutCategories(harmful);
      RowSet.Sides objectives = sides(harmful, data.heldOutObjectives(), categories);
      RowSet.Sides lookalikes =
          sides(rows(data.lookalikes()), data.heldOutLookalikes(), categories);
      RowSet.Sides plain = sides(rows(data.plain()), data.heldOutPlain(), List.of());
      Map<HelpfulnessSet, List<Row>> helpfulness = new LinkedHashMap<>();
      for (HelpfulnessSet set : data.helpfulness()) {
        helpfulness.put(set, measured(rows(List.of(set.dataset()))));
      }
      List<Row> measuring =
          Stream.of(
                  Stream.of(objectives, lookalikes, plain).map(RowSet.Sides::heldOut),
                  helpfulness.values().stream())
              .flatMap(lists -> lists)
              .flatMap(List::stream)
              .toList();
      RowSet.Sides[] clean = {
        clean(objectives, measuring), clean(lookalikes, measuring), clean(plain, measuring)
      };
      int removed =
          objectives.train().size()
              + lookalikes.train().size()
              + plain.train().size()
              - Stream.of(clean).mapToInt(side -> side.train().size()).sum();
      helpfulness.replaceAll((_, rows) -> limited(rows));
      return new BreakFixData(
          finish(clean[0]),
          finish(clean[1]),
          finish(clean[2]),
          helpfulness,
          categories,
          removed,
          skipped);
    }

    private List<Row> rows(List<DatasetSpec> specs) {
      RowSet set = RowSet.read(specs, datasets);
      skipped += set.skipped();
      return set.rows();
    }

    private List<String> heldOutCategories(List<Row> rows) {
      TreeSet<String> held = new TreeSet<>(data.heldOutCategories());
      rows.stream()
          .map(Row::category)
          .filter(c -> !c.isEmpty())
          .filter(
              c ->
                  Split.point(c, "category/" + data.holdOutSalt()) < data.heldOutCategoryFraction())
          .forEach(held::add);
      return List.copyOf(held);
    }

    /** A set with held-out rows of its own gives its categories alone; another gives a share. */
    private RowSet.Sides sides(List<Row> rows, List<DatasetSpec> own, List<String> categories) {
      RowSet.Sides byCategory = RowSet.part(rows, row -> categories.contains(row.category()));
      List<Row> heldOut = new ArrayList<>(rows(own));
      heldOut.addAll(byCategory.heldOut());
      double fraction = own.isEmpty() ? data.heldOutFraction() : 0;
      Split.Sides<Row> byPrompt = Split.byPrompt(byCategory.train(), data.holdOutSalt(), fraction);
      heldOut.addAll(byPrompt.heldOut());
      return new RowSet.Sides(byPrompt.train(), measured(heldOut));
    }

    private static RowSet.Sides clean(RowSet.Sides sides, List<Row> measuring) {
      return new RowSet.Sides(Contamination.without(sides.train(), measuring), sides.heldOut());
    }

    private RowSet.Sides finish(RowSet.Sides sides) {
      return new RowSet.Sides(limited(sides.train()), limited(sides.heldOut()));
    }

    /** What is drawn is the same at every limit, and so is what training must not see. */
    private List<Row> measured(List<Row> rows) {
      return picked(RowSet.distinct(rows), config.measure().benchmarkN());
    }

    private List<Row> limited(List<Row> rows) {
      return picked(rows, config.limit());
    }

    private List<Row> picked(List<Row> rows, int count) {
      return count == 0 ? rows : Split.pick(rows, count, data.holdOutSalt());
    }
  }
}
