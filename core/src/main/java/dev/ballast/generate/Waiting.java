package dev.ballast.generate;

import dev.ballast.model.Inference;
import dev.ballast.model.KvCache;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Jobs that have no place yet. Their prompts are computed a group at a time, each once however many
 * answers it has and the beginning that all of a group have in common once, and kept until the last
 * job of the group has its place.
 */
final class Waiting implements AutoCloseable {
  private final Inference inference;
  private final BatchLimits limits;
  private final List<Job> jobs;
  private final Set<Integer> layers;
  private int next;
  private Optional<Group> group = Optional.empty();
  private long promptTokens;
  private long promptNanos;

  /**
   * @param layers whose hidden states are wanted
   */
  Waiting(Inference inference, BatchLimits limits, List<Job> jobs, Set<Integer> layers) {
    this.inference = inference;
    this.limits = limits;
    this.jobs = ordered(jobs);
    this.layers = layers;
  }

  /**
   * Jobs that get places.
   *
   * @param group where their prompts are
   * @param rows of the group's cache, one a job
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Admitted(List<Job> jobs, Group group, int[] rows) {
    /** Return logits (jobs, vocab) of each job's first token. */
    Tensor logits() {
      return group.logits.indexSelect(0, Tensors.index(group.logits, rows));
    }

    /** Return the hidden states that a job's first token is chosen from. */
    SortedMap<Integer, float[]> states(int job) {
      return group.states.row(rows[job]);
    }
  }

  /** Computed prompts, one a row of the cache. */
  static final class Group implements AutoCloseable {
    private final Owned owner = new Owned();
    private final KvCache cache;
    private final Tensor logits;
    private final LayerStates states;
    private final int[] rowOfJob;
    private final int first;

    /** Take over what an inference started in the innermost scope. */
    Group(Inference.Start start, LayerStates states, int first, int[] rowOfJob) {
      this.states = states;
      this.first = first;
      this.rowOfJob = rowOfJob;
      cache = start.cache();
      logits = owner.keep(start.logits());
    }

    KvCache cache() {
      return cache;
    }

    @Override
    public void close() {
      owner.close();
      cache.close();
    }
  }

  /** Return the jobs, longest prompts first, equal ones side by side: so little is masked. */
  static List<Job> ordered(List<Job> jobs) {
    Comparator<Job> byLength = Comparator.comparingInt(job -> -job.prompt().length);
    Comparator<Job> byTokens = (a, b) -> Arrays.compare(a.prompt(), b.prompt());
    return jobs.stream()
        .sorted(
            byLength
                .thenComparing(byTokens)
                .thenComparingInt(Job::request)
                .thenComparingInt(Job::answer))
        .toList();
  }

  /**
   * Admit jobs, at most as many as there are places and within the budget; none when none fits. A
   * job alone always fits.
   *
   * @param tokens that rows under way may come to
   */
  Optional<Admitted> admit(int places, long tokens) {
    int most = Math.min(places, jobs.size() - next);
    if (most == 0 || !fits(tokens, next)) {
      return Optional.empty();
    }
    Group from = group.orElseGet(this::compute);
    group = Optional.of(from);
    int last = Math.min(next + most, from.first + from.rowOfJob.length);
    int end = next;
    long sum = tokens;
    while (end < last && fits(sum, end)) {
      sum += jobs.get(end).mostTokens();
      end++;
    }
    int[] rows = Arrays.copyOfRange(from.rowOfJob, next - from.first, end - from.first);
    Admitted admitted = new Admitted(jobs.subList(next, end), from, rows);
    next = end;
    return Optional.of(admitted);
  }

  private boolean fits(long tokens, int job) {
    return tokens == 0 || tokens + jobs.get(job).mostTokens() <= limits.tokenBudget();
  }

  /** Free the group's prompts if all its jobs have their places. */
  void release() {
    if (group.isPresent() && next == group.get().first + group.get().rowOfJob.length) {
      group.get().close();
      group = Optional.empty();
    }
  }

  private Group compute() {
    long started = System.nanoTime();
    Map<IntBuffer, Integer> prompts = new LinkedHashMap<>();
    IntStream.Builder rowOfJob = IntStream.builder();
    long tokens = 0;
    for (Job job : jobs.subList(next, jobs.size())) {
      IntBuffer prompt = IntBuffer.wrap(job.prompt());
      if (!prompts.containsKey(prompt)) {
        boolean full = prompts.size() == limits.batchSize();
        if (full || (tokens > 0 && tokens + job.prompt().length > limits.tokenBudget())) {
          break;
        }
        tokens += job.prompt().length;
      }
      rowOfJob.accept(prompts.computeIfAbsent(prompt, _ -> prompts.size()));
    }
    List<int[]> unique = new ArrayList<>();
    prompts.keySet().forEach(prompt -> unique.add(prompt.array()));
    try (Scope _ = Scope.open()) {
      int[] rows = IntStream.range(0, unique.size()).toArray();
      LayerStates states = new LayerStates(layers);
      Inference.Start start = inference.start(unique, rows, states);
      return new Group(start, states, next, rowOfJob.build().toArray());
    } finally {
      promptTokens += tokens;
      promptNanos += System.nanoTime() - started;
    }
  }

  /** Return how many prompt tokens were computed, those of equal prompts once. */
  long promptTokens() {
    return promptTokens;
  }

  long promptNanos() {
    return promptNanos;
  }

  @Override
  public void close() {
    group.ifPresent(Group::close);
    group = Optional.empty();
  }
}
