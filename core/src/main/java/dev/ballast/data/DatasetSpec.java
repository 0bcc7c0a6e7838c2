package dev.ballast.data;

import java.util.List;
import java.util.Map;

/**
 * A data set as a recipe names it.
 *
 * @param path file below {@code data_root}, or a hub id in the local cache
 * @param format dialect, see {@link Dialects#names}
 * @param dataFile file within a hub data set
 * @param split which side of the hash split
 * @param splitBy what is hashed: the normalised prompt, or the category (whole categories held out)
 * @param splitSalt names one split among all
 * @param heldOutFraction share held out, 0 … 1
 * @param fraction share of the rows kept, by hash
 * @param limit at most so many rows, by hash (a smaller limit is a subset of a larger); 0 = all
 * @param columns our key → the file's column
 * @param categories keep only these; empty = all
 * @param excludeCategories leave these out
 */
public record DatasetSpec(
    String path,
    String format,
    String dataFile,
    SplitSide split,
    SplitBy splitBy,
    String splitSalt,
    double heldOutFraction,
    double fraction,
    int limit,
    Map<String, String> columns,
    List<String> categories,
    List<String> excludeCategories) {
  /** Which side of a split. */
  public enum SplitSide {
    ALL,
    TRAIN,
    HELD_OUT
  }

  /** What decides the side. */
  public enum SplitBy {
    PROMPT,
    CATEGORY
  }

  public DatasetSpec {
    columns = Map.copyOf(columns);
    categories = List.copyOf(categories);
    excludeCategories = List.copyOf(excludeCategories);
    range("held_out_fraction", heldOutFraction);
    range("fraction", fraction);
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be >= 0, was " + limit);
    }
  }

  /** Name a whole file. */
  public static DatasetSpec of(String path, String format) {
    return new DatasetSpec(
        path,
        format,
        "",
        SplitSide.ALL,
        SplitBy.PROMPT,
        "ballast",
        0.5,
        1,
        0,
        Map.of(),
        List.of(),
        List.of());
  }

  /** Apply categories, split, fraction and limit, keeping the order. */
  <T extends Row> List<T> select(List<T> rows) {
    List<T> kept =
        rows.stream()
            .filter(r -> categories.isEmpty() || categories.contains(category(r)))
            .filter(r -> !excludeCategories.contains(category(r)))
            .toList();
    List<T> side = side(kept);
    int share = (int) Math.floor(side.size() * fraction + 1e-9);
    return Split.pick(side, limit == 0 ? share : Math.min(share, limit), splitSalt);
  }

  private <T extends Row> List<T> side(List<T> rows) {
    if (split == SplitSide.ALL) {
      return rows;
    }
    Split.Sides<T> sides =
        switch (splitBy) {
          case PROMPT -> Split.byPrompt(rows, splitSalt, heldOutFraction);
          case CATEGORY -> Split.byHash(rows, DatasetSpec::category, splitSalt, heldOutFraction);
        };
    return split == SplitSide.TRAIN ? sides.train() : sides.heldOut();
  }

  private static String category(Row row) {
    return switch (row) {
      case PromptRow prompt -> prompt.category();
      case PreferencePair pair -> pair.category();
      case TaskRow task -> task.category();
      case ChoiceRow choice -> choice.category();
      case SftRow sft -> sft.kind().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static void range(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1], was " + value);
    }
  }
}
