package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.train.BatchPlan.RowOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static final BatchPlan PLAN = new BatchPlan(11, 2, 4, new RowOrder.Shuffled(7));

  private static int[] epoch(BatchPlan plan, int epoch) {
    return LongStream.range(0, plan.stepsPerEpoch())
        .mapToObj(i -> plan.step((long) epoch * plan.stepsPerEpoch() + i))
        .flatMap(step -> step.microBatches().stream())
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  @Test
  void everyEpochVisitsEveryRowOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(epoch(PLAN, i)).containsExactlyInAnyOrder(IntStream.range(0, 11).toArray());
    }
    assertThat(epoch(PLAN, 0)).isNotEqualTo(epoch(PLAN, 1));
  }

  @Test
  void isAFunctionOfSeedAndEpoch() {
    assertThat(epoch(PLAN, 1))
        .isEqualTo(epoch(new BatchPlan(11, 2, 4, new RowOrder.Shuffled(7)), 1));
    assertThat(epoch(PLAN, 1))
        .isNotEqualTo(epoch(new BatchPlan(11, 2, 4, new RowOrder.Shuffled(8)), 1));
  }

  @Test
  void fileOrderIsTheFilesOrder() {
    BatchPlan plan = new BatchPlan(5, 2, 1, new RowOrder.FileOrder());
    assertThat(epoch(plan, 3)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void theLastStepOfAnEpochHasWhatIsLeft() {
    assertThat(PLAN.batchesPerEpoch()).isEqualTo(6);
    assertThat(PLAN.stepsPerEpoch()).isEqualTo(2);
    assertThat(sizes(PLAN.step(0))).containsExactly(2, 2, 2, 2);
    assertThat(sizes(PLAN.step(3))).containsExactly(2, 1);
    assertThat(PLAN.step(0).epoch()).isEqualTo(4.0 / 6);
    assertThat(PLAN.step(3).epoch()).isEqualTo(2);
    assertThat(PLAN.step(3).first()).isEqualTo(10);
  }

  @Test
  void microBatchesAreNumberedOverEpochs() {
    assertThat(PLAN.microBatch(10)).isEqualTo(PLAN.step(3).microBatches().getFirst());
  }

  private static List<Integer> sizes(BatchPlan.Step step) {
    return step.microBatches().stream().map(rows -> rows.length).toList();
  }
}
