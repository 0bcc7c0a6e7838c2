package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Families;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassSizeTest {
  private static final ModelConfig MODEL = Families.config(TinyLlama.config(""));

  private static List<List<Integer>> cut(int tokens, int... lengths) {
    int[] rows = IntStream.range(0, lengths.length).toArray();
    return new PassSize(tokens)
        .cut(rows, row -> lengths[row]).stream()
            .map(part -> Arrays.stream(part).boxed().toList())
            .toList();
  }

  @Test
  void aBatchIsCutIntoPassesOfAboutEqualLength() {
    assertThat(cut(100, 10, 10, 10)).containsExactly(List.of(0, 1, 2));
    assertThat(cut(100, 50, 50, 50, 50)).containsExactly(List.of(0, 1), List.of(2, 3));
    assertThat(cut(100, 60, 60, 60, 60)).containsExactly(List.of(0), List.of(1, 2), List.of(3));
    assertThat(cut(100, 20, 160, 20)).containsExactly(List.of(0), List.of(1, 2));
    assertThat(cut(1, 7, 7)).containsExactly(List.of(0), List.of(1));
    assertThat(cut(100, 5000)).containsExactly(List.of(0));
  }

  @Test
  void everyRowIsInOnePassInOrderAndPassesAreNoMoreThanNeeded() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 500; i++) {
      int[] lengths = random.ints(1 + random.nextInt(12), 1, 900).toArray();
      int tokens = 1 + random.nextInt(2000);
      List<List<Integer>> passes = cut(tokens, lengths);
      assertThat(passes.stream().flatMap(List::stream))
          .containsExactlyElementsOf(IntStream.range(0, lengths.length).boxed().toList());
      double mean = Arrays.stream(lengths).average().orElseThrow();
      int longest = Arrays.stream(lengths).max().orElseThrow();
      long even = Math.ceilDiv(Arrays.stream(lengths).sum(), tokens);
      assertThat((long) passes.size()).isLessThanOrEqualTo(even);
      assertThat(passes)
          .allSatisfy(
              pass ->
                  assertThat(pass.stream().mapToInt(row -> lengths[row]).sum())
                      .isLessThanOrEqualTo((int) Math.max(tokens, mean) + longest + 1));
    }
  }

  @Test
  void onACpuALargerModelHasShorterPassesAndAGpuWholeBatches() {
    Learner learner = Learner.of(MODEL, Optional.empty());
    TrainConfig config = Configs.of("max_steps: 1\n");
    int tiny = PassSize.of(learner, config, Device.CPU).tokens();
    // 4 bytes of some 454 numbers in each of two layers (ForecastTest counts them).
    assertThat((768L << 20) / tiny).isBetween(3_000L, 4_500L);
    assertThat(PassSize.of(learner, config, new Device("cuda"))).isEqualTo(PassSize.WHOLE);
    assertThatThrownBy(() -> new PassSize(0)).hasMessage("tokens must be >= 1, was 0");
  }
}
