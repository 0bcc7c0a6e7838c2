package dev.ballast.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Which rows every step sees: a pure function of this record, so that a resumed run needs no more
 * than a step's number. As in transformers, an epoch's last batch may be short and no step spans
 * two epochs.
 *
 * @param rows rows of an epoch
 * @param batch rows of a micro-batch
 * @param accumulation micro-batches of a step
 */
public record BatchPlan(int rows, int batch, int accumulation, RowOrder order) {
  /**
   * One optimiser step.
   *
   * @param first number of its first micro-batch since the start of training
   * @param epoch how many epochs are done after it
   */
  public record Step(long first, List<int[]> microBatches, double epoch) {
    public Step {
      microBatches = List.copyOf(microBatches);
    }
  }

  /** In which order an epoch visits the rows. */
  public sealed interface RowOrder {
    /** As they stand in the file. */
    record FileOrder() implements RowOrder {}

    /** Drawn anew for each epoch, from the seed alone. */
    record Shuffled(long seed) implements RowOrder {}
  }

  public BatchPlan {
    if (rows < 1 || batch < 1 || accumulation < 1) {
      throw new IllegalArgumentException(
          "rows, per_device_train_batch_size and gradient_accumulation_steps must be >= 1, were "
              + List.of(rows, batch, accumulation));
    }
  }

  public int batchesPerEpoch() {
    return Math.ceilDiv(rows, batch);
  }

  public int stepsPerEpoch() {
    return Math.ceilDiv(batchesPerEpoch(), accumulation);
  }

  /** Return the rows of a step, counted from 0. */
  public Step step(long number) {
    int epoch = Math.toIntExact(number / stepsPerEpoch());
    int start = Math.toIntExact(number % stepsPerEpoch()) * accumulation;
    int end = Math.min(start + accumulation, batchesPerEpoch());
    int[] order = order(epoch);
    List<int[]> microBatches = new ArrayList<>();
    for (int i = start; i < end; i++) {
      microBatches.add(slice(order, i));
    }
    double done = epoch + (double) end / batchesPerEpoch();
    return new Step((long) epoch * batchesPerEpoch() + start, microBatches, done);
  }

  /** Return the rows of one micro-batch, counted from 0 over all epochs. */
  public int[] microBatch(long number) {
    int epoch = Math.toIntExact(number / batchesPerEpoch());
    return slice(order(epoch), Math.toIntExact(number % batchesPerEpoch()));
  }

  private int[] slice(int[] order, int index) {
    return Arrays.copyOfRange(order, index * batch, Math.min((index + 1) * batch, rows));
  }

  private int[] order(int epoch) {
    int[] order = IntStream.range(0, rows).toArray();
    return switch (order()) {
      case RowOrder.FileOrder() -> order;
      case RowOrder.Shuffled(long seed) -> shuffled(order, seed, epoch);
    };
  }

  private static int[] shuffled(int[] order, long seed, int epoch) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + epoch);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
