package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShelvingTest {
  @Test
  void rowsOfAboutOneLengthShareAShelf() {
    assertThat(Shelving.of(new int[] {50})).containsExactly(new Shelving.Run(0, 1));
    assertThat(Shelving.of(new int[] {60, 55, 58, 40})).containsExactly(new Shelving.Run(0, 4));
  }

  @Test
  void aLongRowHasItsOwn() {
    int[] lengths = new int[64];
    Arrays.fill(lengths, 50);
    lengths[0] = 1026;
    List<Shelving.Run> runs = Shelving.of(lengths);
    assertThat(runs).containsExactly(new Shelving.Run(0, 1), new Shelving.Run(1, 63));
    assertThat(Shelving.slots(lengths, runs)).isEqualTo(1026 + 63 * 50);
    assertThat(Shelving.slots(lengths, List.of(new Shelving.Run(0, 64)))).isEqualTo(64 * 1026);
  }

  /** No other cut of a few rows costs less, a shelf counted as 256 slots. */
  @Test
  void theCutIsTheBest() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 50; round++) {
      int[] lengths = random.ints(8, 1, 900).toArray();
      long best = Long.MAX_VALUE;
      for (int cuts = 0; cuts < 1 << 7; cuts++) {
        long cost = 0;
        long longest = 0;
        int rows = 0;
        for (int row = 0; row < 8; row++) {
          longest = Math.max(longest, lengths[row]);
          rows++;
          if (row == 7 || (cuts >> row & 1) == 1) {
            cost += 256 + longest * rows;
            longest = 0;
            rows = 0;
          }
        }
        best = Math.min(best, cost);
      }
      List<Shelving.Run> runs = Shelving.of(lengths);
      assertThat(Shelving.slots(lengths, runs) + 256L * runs.size()).isEqualTo(best);
    }
  }
}
