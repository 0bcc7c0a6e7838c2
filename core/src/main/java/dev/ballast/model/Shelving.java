package dev.ballast.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts rows of a cache into runs of neighbours for which little has to be masked. */
final class Shelving {
  /**
   * Masked slots that cost a decoded token as much as one shelf more. With SmolLM2-135M on a CPU a
   * slot was measured to take 0.2 µs a layer; the calls around a shelf's attention are taken to be
   * about 50.
   */
  private static final long SHELF = 256;

  private Shelving() {}

  /** A run of neighbouring rows. */
  record Run(int first, int rows) {}

  /** Return the runs, in order, that take the fewest slots, with what each shelf costs. */
  static List<Run> of(int[] lengths) {
    int n = lengths.length;
    long[] least = new long[n + 1];
    int[] begin = new int[n + 1];
    for (int end = 1; end <= n; end++) {
      least[end] = Long.MAX_VALUE;
      long longest = 0;
      for (int first = end - 1; first >= 0; first--) {
        longest = Math.max(longest, lengths[first]);
        long cost = least[first] + SHELF + longest * (end - first);
        if (cost < least[end]) {
          least[end] = cost;
          begin[end] = first;
        }
      }
    }
    List<Run> runs = new ArrayList<>();
    for (int end = n; end > 0; end = begin[end]) {
      runs.add(new Run(begin[end], end - begin[end]));
    }
    return runs.reversed();
  }

  /** Return how many slots rows take when each run is as long as its longest row. */
  static long slots(int[] lengths, List<Run> runs) {
    return runs.stream()
        .mapToLong(
            run ->
                (long) run.rows
                    * Arrays.stream(lengths, run.first, run.first + run.rows).max().orElse(0))
        .sum();
  }
}
