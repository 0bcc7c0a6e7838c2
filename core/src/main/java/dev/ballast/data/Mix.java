package dev.ballast.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Mixes sources without ever showing a row twice. */
public final class Mix {
  private Mix() {}

  /**
   * One source and how much of it.
   *
   * @param fraction share of its rows, 0 … 1, rounded down
   * @param limit at most so many rows; 0 = no limit
   */
  public record Part<T>(List<T> rows, double fraction, int limit) {
    public Part {
      rows = List.copyOf(rows);
      Split.check(fraction);
      if (limit < 0) {
        throw new IllegalArgumentException("limit must be >= 0, was " + limit);
      }
    }

    int count() {
      // The smallest step above rounding error: 0.3 of 10 rows are 3, not 2.
      int share = (int) Math.floor(rows.size() * fraction + 1e-9);
      return limit == 0 ? share : Math.min(share, limit);
    }
  }

  /** Draw from each part without replacement and shuffle the whole. */
  public static <T> List<T> of(List<Part<T>> parts, RandomGenerator random) {
    List<T> mixed = new ArrayList<>();
    for (Part<T> part : parts) {
      List<T> shuffled = new ArrayList<>(part.rows());
      Collections.shuffle(shuffled, random);
      mixed.addAll(shuffled.subList(0, part.count()));
    }
    Collections.shuffle(mixed, random);
    return List.copyOf(mixed);
  }
}
