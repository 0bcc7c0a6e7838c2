package dev.ballast.data;

import dev.ballast.config.Key;
import java.util.List;
import java.util.Map;

/**
 * A data set as a recipe names it.
 *
 * @param path file below {@code data_root}, {@code ./} and a file beside the recipe, or a hub id in
 *     the local cache
 * @param format dialect, see {@link Dialects#names}
 * @param dataFile file within a hub data set
 * @param split which side of the hash split
 * @param splitBy what is hashed: the normalised prompt, or the category (whole categories held out)
 * @param splitSalt names one split among all
 * @param heldOutFraction share held out, 0 … 1
 * @param fraction share of the rows kept, by hash
 * @param limit at most so many rows, by hash (a smaller limit is a subset of a larger); 0 = all
 * @param columns our key → the file's column
 * @param categories keep only these and what lies below them (of {@code a}: {@code a/b}); empty =
 *     all
 * @param excludeCategories leave these out
 */
public record DatasetSpec(
    @Key(
            doc =
                "file below data_root, or a hub id in the local cache; break-fix: ./FILE beside the"
                    + " recipe")
        String path,
    @Key(value = "trl", doc = "dialect of the file") String format,
    @Key(value = "''", doc = "file within a hub data set") String dataFile,
    @Key(value = "all", doc = "side of the hash split") SplitSide split,
    @Key(value = "prompt", doc = "what is hashed") SplitBy splitBy,
    @Key(value = "ballast", doc = "names one split among all") String splitSalt,
    @Key(value = "0.5", doc = "share held out") double heldOutFraction,
    @Key(value = "1", doc = "share of the rows kept, by hash") double fraction,
    @Key(value = "0", doc = "at most so many rows, by hash; 0 = all") int limit,
    @Key(value = "{}", doc = "our key: the file's column") Map<String, String> columns,
    @Key(value = "[]", doc = "keep only these categories, of a/b by a or by a/b")
        List<String> categories,
    @Key(value = "[]", doc = "leave these categories out") List<String> excludeCategories) {
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

  /** Return this with at most so many rows; a smaller limit of its own stays. */
  public DatasetSpec atMost(int rows) {
    int fewer = limit == 0 ? rows : Math.min(limit, rows);
    return new DatasetSpec(
        path,
        format,
        dataFile,
        split,
        splitBy,
        splitSalt,
        heldOutFraction,
        fraction,
        fewer,
        columns,
        categories,
        excludeCategories);
  }

  /** Apply categories, split, fraction and limit, keeping the order. */
  <T extends Row> List<T> select(List<T> rows) {
    List<T> kept =
        rows.stream()
            .filter(r -> categories.isEmpty() || under(r.category(), categories))
            .filter(r -> !under(r.category(), excludeCategories))
            .toList();
    List<T> side = side(kept);
    int share = (int) Math.floor(side.size() * fraction + 1e-9);
    return Split.pick(side, limit == 0 ? share : Math.min(share, limit), splitSalt);
  }

  private static boolean under(String category, List<String> names) {
    return names.stream().anyMatch(n -> category.equals(n) || category.startsWith(n + "/"));
  }

  private <T extends Row> List<T> side(List<T> rows) {
    if (split == SplitSide.ALL) {
      return rows;
    }
    Split.Sides<T> sides =
        switch (splitBy) {
          case PROMPT -> Split.byPrompt(rows, splitSalt, heldOutFraction);
          case CATEGORY -> Split.byHash(rows, Row::category, splitSalt, heldOutFraction);
        };
    return split == SplitSide.TRAIN ? sides.train() : sides.heldOut();
  }

  private static void range(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + " must be in [0, 1], was " + value);
    }
  }
}
