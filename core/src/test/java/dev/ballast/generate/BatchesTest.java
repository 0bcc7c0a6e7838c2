package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Sampling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  @Test
  void jobsAreSortedByLengthAndGroupedWithinTheLimits() {
    List<Job> jobs = IntStream.of(5, 50, 7, 40, 6, 200).mapToObj(BatchesTest::job).toList();
    List<List<Integer>> lengths =
        Batches.of(jobs, new BatchLimits(3, 120)).stream()
            .map(batch -> batch.stream().map(job -> job.prompt().length).toList())
            .toList();
    assertThat(lengths).containsExactly(List.of(200), List.of(50, 40), List.of(7, 6, 5));
  }

  @Test
  void noJobsGiveNoBatches() {
    assertThat(Batches.of(List.of(), BatchLimits.standard())).isEmpty();
  }

  private static Job job(int length) {
    return new Job(length, 0, new int[length], Sampling.greedy(10));
  }
}
