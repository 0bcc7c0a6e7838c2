package dev.ballast.generate;

import dev.ballast.model.Inference;
import dev.ballast.model.KvCache;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Decodes rows of different lengths together; a finished row's place is taken at once by the next
 * one that waits. What a row gives does not depend on its neighbours, up to the rounding of the
 * kernels.
 */
final class Generator implements AutoCloseable {
  private final Inference inference;
  private final BatchLimits limits;
  private final Order order;
  private final Waiting waiting;

  /** One a row of the cache. */
  private final List<Row> active = new ArrayList<>();

  private Optional<KvCache> cache = Optional.empty();
  private long generated;

  private Generator(Inference inference, BatchLimits limits, Waiting waiting, Order order) {
    this.inference = inference;
    this.limits = limits;
    this.waiting = waiting;
    this.order = order;
  }

  /**
   * What is to be answered.
   *
   * @param begin how a row begins
   * @param finished who gets it when it is finished
   */
  record Order(
      List<Job> jobs, Function<Job, Row> begin, Consumer<Row> finished, Optional<TokenTap> tap) {
    Set<Integer> layers() {
      return tap.map(TokenTap::layers).orElse(Set.of());
    }
  }

  /** Run all jobs to their end, each row handed over as it finishes. */
  static BatchStatistics run(Inference inference, BatchLimits limits, Order order) {
    long started = System.nanoTime();
    Waiting waiting = new Waiting(inference, limits, order.jobs(), order.layers());
    try (Generator generator = new Generator(inference, limits, waiting, order)) {
      while (generator.settle()) {
        generator.step();
      }
      long nanos = System.nanoTime() - started - waiting.promptNanos();
      return new BatchStatistics(
          waiting.promptTokens(), waiting.promptNanos() * 1e-9, generator.generated, nanos * 1e-9);
    }
  }

  /** Put waiting rows in the place of finished ones, and tell whether a row is left to decode. */
  private boolean settle() {
    while (true) {
      List<Row> going = active.stream().filter(row -> !row.finished()).toList();
      long tokens = going.stream().mapToLong(row -> row.job().mostTokens()).sum();
      Optional<Waiting.Admitted> admitted =
          waiting.admit(limits.batchSize() - going.size(), tokens);
      if (admitted.isEmpty()) {
        keep(going);
        return !going.isEmpty();
      }
      // A row may finish with its first token: then its place is free again.
      place(admitted.get());
      waiting.release();
    }
  }

  private void place(Waiting.Admitted admitted) {
    List<Row> rows = admitted.jobs().stream().map(order.begin()).toList();
    if (cache.isEmpty()) {
      cache = Optional.of(admitted.group().cache().copy(admitted.rows()));
      active.addAll(rows);
    } else {
      int[] places = places(cache.get(), rows.size());
      cache.get().replace(places, admitted.group().cache(), admitted.rows());
      for (int i = 0; i < places.length; i++) {
        active.set(places[i], rows.get(i));
      }
    }
    try (Scope _ = Scope.open()) {
      choose(rows, admitted.logits(), admitted::states);
    }
  }

  /** Return places of finished rows; where they are too few, the cache and the list grow. */
  private int[] places(KvCache grown, int count) {
    int[] free = IntStream.range(0, active.size()).filter(i -> active.get(i).finished()).toArray();
    if (free.length >= count) {
      return Arrays.copyOf(free, count);
    }
    int before = active.size();
    int added = count - free.length;
    IntStream copies = IntStream.range(0, added).map(_ -> 0);
    grown.keep(IntStream.concat(IntStream.range(0, before), copies).toArray());
    for (int i = 0; i < added; i++) {
      active.add(active.getFirst());
    }
    return IntStream.concat(Arrays.stream(free), IntStream.range(before, before + added)).toArray();
  }

  /** Drop the finished rows, for which nothing waits that fits. */
  private void keep(List<Row> going) {
    if (going.isEmpty()) {
      cache.ifPresent(KvCache::close);
      cache = Optional.empty();
    } else if (going.size() < active.size()) {
      int[] rows =
          IntStream.range(0, active.size()).filter(i -> !active.get(i).finished()).toArray();
      cache.orElseThrow().keep(rows);
    }
    active.clear();
    active.addAll(going);
  }

  private void step() {
    try (Scope _ = Scope.open()) {
      int[] ids = active.stream().mapToInt(Row::last).toArray();
      LayerStates states = new LayerStates(order.layers());
      choose(active, inference.step(cache.orElseThrow(), ids, states), states::row);
    }
  }

  /** Give each row its next token, and hand over those that it finishes. */
  private void choose(
      List<Row> rows, Tensor logits, IntFunction<SortedMap<Integer, float[]>> states) {
    int[] ids = chosen(rows, logits);
    order.tap().ifPresent(tap -> show(tap, rows, ids, logProbs(logits, ids), states));
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      row.take(ids[i]);
      generated++;
      if (row.finished()) {
        order.finished().accept(row);
      }
    }
  }

  private static int[] chosen(List<Row> rows, Tensor logits) {
    if (rows.stream().allMatch(row -> row.sampler().plainGreedy())) {
      return Arrays.stream(logits.argmax(-1).toLongs()).mapToInt(id -> (int) id).toArray();
    }
    return IntStream.range(0, rows.size())
        .map(i -> rows.get(i).sampler().choose(logits.select(0, i).toFloats()))
        .toArray();
  }

  private static void show(
      TokenTap tap,
      List<Row> rows,
      int[] ids,
      double[] logProbs,
      IntFunction<SortedMap<Integer, float[]>> states) {
    for (int i = 0; i < ids.length; i++) {
      tap.see(rows.get(i).tapped(ids[i], logProbs[i], states.apply(i)));
    }
  }

  private static double[] logProbs(Tensor logits, int[] ids) {
    long[] wanted = Arrays.stream(ids).asLongStream().toArray();
    Tensor index = Device.of(logits).take(Tensors.ofLongs(wanted, ids.length, 1));
    return logits.gather(1, index).squeeze(1).sub(logits.logSumExp(1)).toDoubles();
  }

  @Override
  public void close() {
    cache.ifPresent(KvCache::close);
    cache = Optional.empty();
    waiting.close();
  }
}
