package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cuts measured rows by length and by category. */
final class Slices {
  private static final int[] BOUNDS = {50, 200, 1000};

  /** Rows below which a slice says nothing. */
  private static final int FEWEST = 20;

  private Slices() {}

  static List<ScorerCard.Slice> byLength(List<Judged> rows) {
    List<ScorerCard.Slice> slices = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= BOUNDS.length; i++) {
      int low = from;
      int high = i == BOUNDS.length ? Integer.MAX_VALUE : BOUNDS[i];
      List<Judged> own =
          rows.stream().filter(r -> r.text().length() >= low && r.text().length() < high).toList();
      String name = i == BOUNDS.length ? low + " and more" : low + " to " + (high - 1);
      add(slices, "characters", name, own);
      from = high;
    }
    return slices;
  }

  static List<ScorerCard.Slice> byCategory(List<Judged> rows) {
    Map<String, List<Judged>> by = new TreeMap<>();
    for (Judged row : rows) {
      if (!row.category().isEmpty()) {
        by.computeIfAbsent(row.category(), k -> new ArrayList<>()).add(row);
      }
    }
    List<ScorerCard.Slice> slices = new ArrayList<>();
    by.forEach((category, own) -> add(slices, "category", category, own));
    return slices;
  }

  private static void add(
      List<ScorerCard.Slice> slices, String by, String value, List<Judged> rows) {
    if (rows.size() >= FEWEST) {
      slices.add(ScorerCard.Slice.of(by, value, rows));
    }
  }
}
