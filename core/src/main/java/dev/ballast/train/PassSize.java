package dev.ballast.train;

import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How many tokens one pass takes, so that a batch may be large where memory is not: it is cut into
 * passes whose gradients add up to the same.
 *
 * @param tokens &gt; 0
 */
public record PassSize(int tokens) {
  /** A batch is one pass. */
  public static final PassSize WHOLE = new PassSize(Integer.MAX_VALUE);

  /** Bytes of activations that a pass on a CPU keeps: longer ones compute no faster. */
  private static final long KEPT = 768L << 20;

  private static final int SAMPLE = 64;

  public PassSize {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be >= 1, was " + tokens);
    }
  }

  /** Bound the memory of a run's passes on a CPU; a GPU is fastest with whole batches. */
  public static PassSize of(Learner learner, TrainConfig config, Device device) {
    PackedTokens row = PackedTokens.rows(List.of(new int[SAMPLE]));
    List<String> trained = learner.trained(config.trainable());
    long kept = learner.memory(trained, config.activations()).pass(row).kept();
    return device.isCpu() && kept > 0
        ? new PassSize(Math.toIntExact(Math.clamp(KEPT * SAMPLE / kept, 1, Integer.MAX_VALUE)))
        : WHOLE;
  }

  /**
   * Cut a batch, in order, into as few passes of about equal length as its tokens ask for; one may
   * exceed the size by a row.
   *
   * @param length tokens of a row
   */
  List<int[]> cut(int[] rows, IntUnaryOperator length) {
    long all = Arrays.stream(rows).mapToLong(length::applyAsInt).sum();
    long passes = Math.min(rows.length, Math.ceilDiv(all, tokens));
    List<int[]> cut = new ArrayList<>();
    int from = 0;
    long before = 0;
    long pass = 0;
    for (int i = 0; i < rows.length; i++) {
      int own = length.applyAsInt(rows[i]);
      // A row belongs where its middle lies.
      long place = (2 * before + own) * passes / (2 * all);
      if (place > pass && i > from) {
        cut.add(Arrays.copyOfRange(rows, from, i));
        from = i;
      }
      pass = place;
      before += own;
    }
    cut.add(Arrays.copyOfRange(rows, from, rows.length));
    return cut;
  }
}
