package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding with a cache gives the numbers of the full forward pass. */
class InferenceTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("dev.ballast.tensor.LinearKernel#exact")
  void cachedStepsEqualTheFullForward(LinearKernel kernel) {
    List<int[]> rows = List.of(TinyLlama.row(1, 90), TinyLlama.row(2, 75), TinyLlama.row(3, 101));
    int[] prompts = {3, 1, 17};
    try (Decoder decoder = TinyLlama.decoder(5, "");
        Inference inference = decoder.inference(KernelChoice.always(kernel));
        Scope _ = Scope.open()) {
      Inference.Start start =
          inference.start(
              List.of(head(rows, prompts, 0), head(rows, prompts, 1), head(rows, prompts, 2)),
              new int[] {0, 1, 2});
      try (KvCache cache = start.cache()) {
        checkRows(decoder, start.logits(), rows, prompts);
        for (int i = 1; i <= 70; i++) {
          int step = i;
          int[] ids = {rows.get(0)[2 + i], rows.get(1)[i], rows.get(2)[16 + i]};
          Tensor logits = inference.step(cache, ids);
          if (i % 23 == 1) {
            checkRows(decoder, logits, rows, Arrays.stream(prompts).map(p -> p + step).toArray());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ballast.tensor.LinearKernel#exact")
  void droppedRowsLeaveTheOthersAsTheyWere(LinearKernel kernel) {
    List<int[]> rows = List.of(TinyLlama.row(1, 20), TinyLlama.row(2, 12));
    int[] shortest = Arrays.copyOf(rows.get(1), 11);
    try (Decoder decoder = TinyLlama.decoder(5, "");
        Inference inference = decoder.inference(KernelChoice.always(kernel));
        Scope _ = Scope.open()) {
      Inference.Start start = inference.start(List.of(rows.get(0), shortest), new int[] {1, 0, 1});
      try (KvCache cache = start.cache()) {
        cache.keep(new int[] {2});
        assertThat(cache.rows()).isEqualTo(1);
        assertThat(cache.length(0)).isEqualTo(11);
        Tensor logits = inference.step(cache, new int[] {rows.get(1)[11]});
        checkRows(decoder, logits, List.of(rows.get(1)), new int[] {12});
      }
    }
  }

  /** As a template's system message makes them; one prompt ends where another goes on. */
  @ParameterizedTest
  @MethodSource("dev.ballast.tensor.LinearKernel#exact")
  void promptsThatBeginAlikeGiveTheNumbersOfSeparateOnes(LinearKernel kernel) {
    int[] system = TinyLlama.row(9, 30);
    List<int[]> rows =
        List.of(
            TinyLlama.concat(system, TinyLlama.row(1, 12)),
            TinyLlama.concat(system, TinyLlama.row(2, 40)),
            Arrays.copyOf(system, 30));
    int[] prompts = {35, 61, 25};
    try (Decoder decoder = TinyLlama.decoder(5, "");
        Inference inference = decoder.inference(KernelChoice.always(kernel));
        Scope _ = Scope.open()) {
      List<int[]> heads = IntStream.range(0, 3).mapToObj(row -> head(rows, prompts, row)).toList();
      Inference.Start start = inference.start(heads, new int[] {2, 0, 1, 0});
      List<int[]> continued = List.of(rows.get(2), rows.get(0), rows.get(1), rows.get(0));
      int[] lengths = {25, 35, 61, 35};
      try (KvCache cache = start.cache()) {
        checkRows(decoder, start.logits(), continued, lengths);
        for (int i = 0; i < 4; i++) {
          int step = i;
          int[] ids = IntStream.range(0, 4).map(r -> continued.get(r)[lengths[r] + step]).toArray();
          Tensor logits = inference.step(cache, ids);
          checkRows(
              decoder, logits, continued, Arrays.stream(lengths).map(n -> n + step + 1).toArray());
        }
      }
    }
  }

  /** Rows move to later slots for a longer one and back when it has gone. */
  @ParameterizedTest
  @MethodSource("dev.ballast.tensor.LinearKernel#exact")
  void aRowTakesAnothersPlace(LinearKernel kernel) {
    List<int[]> rows =
        List.of(
            TinyLlama.row(1, 90),
            TinyLlama.row(2, 75),
            TinyLlama.row(3, 101),
            TinyLlama.row(4, 20));
    int[] prompts = {70, 10, 95, 5};
    try (Decoder decoder = TinyLlama.decoder(5, "");
        Inference inference = decoder.inference(KernelChoice.always(kernel));
        Scope _ = Scope.open()) {
      List<int[]> heads = IntStream.range(0, 4).mapToObj(row -> head(rows, prompts, row)).toList();
      Inference.Start start = inference.start(heads, new int[] {0, 1, 2, 3});
      try (KvCache ready = start.cache();
          KvCache cache = ready.copy(new int[] {1, 3, 3})) {
        List<int[]> continued = new ArrayList<>(List.of(rows.get(1), rows.get(3), rows.get(3)));
        int[] lengths = {10, 5, 5};
        follow(decoder, inference, cache, continued, lengths);
        cache.replace(new int[] {1}, ready, new int[] {2});
        continued.set(1, rows.get(2));
        lengths[1] = 95;
        follow(decoder, inference, cache, continued, lengths);
        cache.replace(new int[] {1, 2}, ready, new int[] {3, 1});
        continued.set(1, rows.get(3));
        continued.set(2, rows.get(1));
        lengths[1] = 5;
        lengths[2] = 10;
        assertThat(cache.bytes()).isLessThan(ready.bytes());
        follow(decoder, inference, cache, continued, lengths);
      }
    }
  }

  /** Shelves: one for the long row in the middle, one for the rows on each side of it. */
  @ParameterizedTest
  @MethodSource("dev.ballast.tensor.LinearKernel#exact")
  void aLongRowDoesNotMakeItsNeighboursLong(LinearKernel kernel) {
    int[] prompts = {7, 4, 6, 5, 200, 6, 5, 7, 4};
    List<int[]> rows =
        IntStream.range(0, 9).mapToObj(i -> TinyLlama.row(i, prompts[i] + 20)).toList();
    try (Decoder decoder = TinyLlama.decoder(5, "");
        Inference inference = decoder.inference(KernelChoice.always(kernel));
        Scope _ = Scope.open()) {
      List<int[]> heads = IntStream.range(0, 9).mapToObj(row -> head(rows, prompts, row)).toList();
      Inference.Start start = inference.start(heads, IntStream.range(0, 9).toArray());
      try (KvCache cache = start.cache()) {
        assertThat(cache.shelves()).hasSize(3);
        checkRows(decoder, start.logits(), rows, prompts);
        Followed all = new Followed(new ArrayList<>(rows), prompts.clone());
        follow(decoder, inference, cache, all.rows, all.lengths);
        // The long row goes, and a short one; the others stay where they are.
        long bytes = cache.bytes();
        Followed some = all.kept(cache, 0, 2, 3, 5, 6, 7, 8);
        assertThat(cache.shelves()).hasSize(2);
        assertThat(cache.bytes()).isLessThan(bytes / 2 + bytes / 3);
        follow(decoder, inference, cache, some.rows, some.lengths);
        // It comes back in the place of a short one, and has its own shelf again.
        Inference.Start again = inference.start(List.of(head(rows, prompts, 4)), new int[] {0});
        try (KvCache alone = again.cache()) {
          cache.replace(new int[] {2}, alone, new int[] {0});
        }
        some.rows.set(2, rows.get(4));
        some.lengths[2] = 200;
        assertThat(cache.shelves()).hasSize(3);
        follow(decoder, inference, cache, some.rows, some.lengths);
        // Kept twice, once at the end.
        Followed twice = some.kept(cache, 4, 2, 0, 2);
        follow(decoder, inference, cache, twice.rows, twice.lengths);
      }
    }
  }

  /** Rows that are being continued, and how far. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Followed(List<int[]> rows, int[] lengths) {
    Followed kept(KvCache cache, int... kept) {
      cache.keep(kept);
      return new Followed(
          new ArrayList<>(Arrays.stream(kept).mapToObj(rows::get).toList()),
          Arrays.stream(kept).map(row -> lengths[row]).toArray());
    }
  }

  /** Take three steps. */
  private static void follow(
      Decoder decoder, Inference inference, KvCache cache, List<int[]> rows, int[] lengths) {
    for (int step = 0; step < 3; step++) {
      int[] ids = IntStream.range(0, lengths.length).map(r -> rows.get(r)[lengths[r]]).toArray();
      Tensor logits = inference.step(cache, ids);
      Arrays.setAll(lengths, r -> lengths[r] + 1);
      checkRows(decoder, logits, rows, lengths);
    }
  }

  private static int[] head(List<int[]> rows, int[] lengths, int row) {
    return Arrays.copyOf(rows.get(row), lengths[row]);
  }

  private static void checkRows(Decoder decoder, Tensor logits, List<int[]> rows, int[] lengths) {
    try (Scope _ = Scope.open()) {
      for (int row = 0; row < lengths.length; row++) {
        PackedTokens full = PackedTokens.rows(List.of(head(rows, lengths, row)));
        Tensor hidden = decoder.hidden(full).narrow(0, lengths[row] - 1L, 1);
        float[] expected = decoder.head().logits(hidden).toFloats();
        float[] actual = logits.narrow(0, row, 1).toFloats();
        assertThat(actual).containsExactly(expected, within(2e-4f));
      }
    }
  }
}
