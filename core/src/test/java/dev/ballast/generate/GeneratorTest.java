package dev.ballast.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Sampling;
import dev.ballast.model.Decoder;
import dev.ballast.model.Inference;
import dev.ballast.model.KvCache;
import dev.ballast.model.LayerTap;
import dev.ballast.model.ModelConfig;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void aFinishedRowsPlaceIsTakenAtOnce() {
    List<Job> jobs =
        IntStream.range(0, 20)
            .mapToObj(i -> job(i, 0, TinyLlama.row(i, 1 + i % 9), 3 + (i * 5) % 17))
            .toList();
    try (Decoder decoder = TinyLlama.decoder(11, "");
        Counting counting = Counting.of(decoder)) {
      Map<String, List<Integer>> answers = run(counting, new BatchLimits(4, 100_000), jobs);
      assertThat(answers).hasSize(20);
      // Full until nothing waits any more, then ever fewer.
      assertThat(counting.steps).startsWith(4).isSortedAccordingTo(Collections.reverseOrder());
      int tokens = answers.values().stream().mapToInt(List::size).sum();
      int stepped = counting.steps.stream().mapToInt(Integer::intValue).sum();
      assertThat(stepped).isEqualTo(tokens - 20);
    }
  }

  @Test
  void aPromptIsComputedOnceHoweverManyAnswersItHas() {
    int[] prompt = TinyLlama.row(1, 12);
    List<Job> jobs = new ArrayList<>();
    IntStream.range(0, 9).forEach(i -> jobs.add(job(0, i, prompt, 6)));
    jobs.add(job(1, 0, prompt.clone(), 6));
    jobs.add(job(2, 0, TinyLlama.row(2, 12), 6));
    try (Decoder decoder = TinyLlama.decoder(11, "");
        Counting counting = Counting.of(decoder)) {
      List<Row> finished = new ArrayList<>();
      BatchStatistics statistics =
          Generator.run(counting, new BatchLimits(4, 100_000), order(jobs, finished::add));
      assertThat(counting.prompts).isEqualTo(2);
      assertThat(statistics.promptTokens()).isEqualTo(24);
      assertThat(finished).hasSize(11);
      assertThat(statistics.generatedTokens())
          .isEqualTo(finished.stream().mapToInt(row -> row.ids().size()).sum());
      assertThat(statistics.promptRate()).isPositive();
      assertThat(statistics.generatedRate()).isPositive();
      assertThat(statistics.toString()).contains("24 prompt tokens");
    }
  }

  @Test
  void nothingToDoTakesNothing() {
    try (Decoder decoder = TinyLlama.decoder(11, "");
        Counting counting = Counting.of(decoder)) {
      assertThat(run(counting, BatchLimits.standard(), List.of())).isEmpty();
      assertThat(counting.prompts).isZero();
    }
  }

  @Test
  void theBudgetBoundsTheRowsThatRunTogether() {
    List<Job> jobs =
        IntStream.range(0, 9)
            .mapToObj(i -> job(i, 0, TinyLlama.row(i, i == 4 ? 90 : 10), 10))
            .toList();
    try (Decoder decoder = TinyLlama.decoder(11, "");
        Counting counting = Counting.of(decoder)) {
      Map<String, List<Integer>> all = run(counting, new BatchLimits(8, 60), jobs);
      assertThat(all).hasSize(9);
      // The long one exceeds the budget and runs alone; of the others three fit.
      assertThat(counting.steps).startsWith(1).contains(3).doesNotContain(4, 5, 6, 7, 8);
    }
  }

  /** Whatever is asked beside it, in whatever order, in batches of whatever size. */
  @Test
  void anAnswerDependsOnItsJobAlone() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      double temperature = i % 3 == 0 ? 0 : 1;
      Sampling sampling =
          new Sampling(temperature, 0.95, 30, 0, 1, 2 + (i * 7) % 19, List.of(), 100 + i, 1);
      jobs.add(new Job(i, 0, TinyLlama.row(i % 10, 1 + (i % 10) * 8), sampling));
      jobs.add(new Job(i, 1, TinyLlama.row(i % 10, 1 + (i % 10) * 8), sampling));
    }
    try (Decoder decoder = TinyLlama.decoder(11, "");
        Counting counting = Counting.of(decoder)) {
      Map<String, List<Integer>> alone = new TreeMap<>();
      BatchLimits one = new BatchLimits(1, 1);
      jobs.forEach(job -> alone.putAll(run(counting, one, List.of(job))));
      SplittableRandom random = new SplittableRandom(3);
      for (int round = 0; round < 12; round++) {
        List<Job> some = new ArrayList<>(jobs);
        shuffle(some, random);
        List<Job> asked = some.subList(0, random.nextInt(1, jobs.size() + 1));
        BatchLimits limits = new BatchLimits(random.nextInt(1, 9), random.nextInt(60, 900));
        Map<String, List<Integer>> answers = run(counting, limits, asked);
        assertThat(answers).hasSize(asked.size());
        assertThat(alone).containsAllEntriesOf(answers);
      }
    }
  }

  @Test
  void longestPromptsComeFirstAndEqualOnesTogether() {
    int[] twin = TinyLlama.row(1, 5);
    List<Job> jobs =
        List.of(
            job(0, 0, twin, 1),
            job(1, 0, TinyLlama.row(2, 5), 1),
            job(2, 1, twin.clone(), 1),
            job(2, 0, twin.clone(), 1),
            job(3, 0, TinyLlama.row(3, 9), 1));
    List<Job> ordered = Waiting.ordered(jobs);
    assertThat(ordered.getFirst().request()).isEqualTo(3);
    List<Integer> twins = ordered.stream().map(Job::request).filter(r -> r == 0 || r == 2).toList();
    assertThat(twins).containsExactly(0, 2, 2);
    int first = ordered.indexOf(jobs.get(0));
    assertThat(ordered.subList(first, first + 3)).extracting(Job::answer).containsExactly(0, 0, 1);
  }

  private static void shuffle(List<Job> jobs, SplittableRandom random) {
    for (int i = jobs.size() - 1; i > 0; i--) {
      Collections.swap(jobs, i, random.nextInt(i + 1));
    }
  }

  private static Job job(int request, int answer, int[] prompt, int newTokens) {
    return new Job(request, answer, prompt, Sampling.greedy(newTokens));
  }

  private static Generator.Order order(List<Job> jobs, Consumer<Row> finished) {
    return new Generator.Order(
        jobs,
        job -> new Row(job, new CharCodec(), 256, Optional.empty()),
        finished,
        Optional.empty());
  }

  /** Return request and answer → tokens. */
  private static Map<String, List<Integer>> run(
      Inference inference, BatchLimits limits, List<Job> jobs) {
    Map<String, List<Integer>> answers = new TreeMap<>();
    var _ =
        Generator.run(
            inference,
            limits,
            order(
                jobs,
                row -> answers.put(row.job().request() + "/" + row.job().answer(), row.ids())));
    return answers;
  }

  /** An inference that notes how many prompts and how many rows a step it is given. */
  private static final class Counting implements Inference {
    private final Inference inference;
    private final List<Integer> steps = new ArrayList<>();
    private int prompts;

    Counting(Inference inference) {
      this.inference = inference;
    }

    static Counting of(Decoder decoder) {
      return new Counting(decoder.inference(KernelChoice.always(LinearKernel.ONEDNN)));
    }

    @Override
    public ModelConfig config() {
      return inference.config();
    }

    @Override
    public Start start(List<int[]> starts, int[] promptOfRow, LayerTap tap) {
      prompts += starts.size();
      return inference.start(starts, promptOfRow, tap);
    }

    @Override
    public Tensor step(KvCache cache, int[] ids, LayerTap tap) {
      steps.add(ids.length);
      return inference.step(cache, ids, tap);
    }

    @Override
    public Tensor hidden(PackedTokens tokens, LayerTap tap) {
      return inference.hidden(tokens, tap);
    }

    @Override
    public Tensor logits(Tensor hidden) {
      return inference.logits(hidden);
    }

    @Override
    public void close() {
      inference.close();
    }
  }
}
