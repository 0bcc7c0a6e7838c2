package dev.ballast.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A step on safety pairs with replay: every micro-batch takes one batch of the buffer along, which
 * starts anew when it is exhausted (BFPO's buffered training, arXiv 2408.15313). The loss is
 * L(safety) + weight · L(buffer); the safety pairs alone set the length of an epoch.
 */
public final class BufferedStep implements Step {
  private static final List<String> SHOWN =
      List.of("rewards/margins", "rewards/accuracies", "logps/chosen", "logps/rejected");

  private final PairStep safety;
  private final PairStep buffer;
  private final BatchPlan bufferPlan;
  private final double weight;

  /**
   * Join two sets of pairs.
   *
   * @param weight what the buffer's loss is multiplied with, &gt;= 0
   */
  public BufferedStep(PairStep safety, PairStep buffer, BatchPlan bufferPlan, double weight) {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException("buffer_weight must be >= 0, was " + weight);
    }
    this.safety = safety;
    this.buffer = buffer;
    this.bufferPlan = bufferPlan;
    this.weight = weight;
  }

  @Override
  public int rows() {
    return safety.rows();
  }

  @Override
  public String fingerprint() {
    return String.join(
        " ", safety.fingerprint(), buffer.fingerprint(), bufferPlan.toString(), "" + weight);
  }

  @Override
  public ReferenceUse prepare(int batch, Consumer<TrainEvent> events) {
    return safety.prepare(batch, events).plus(buffer.prepare(batch, events));
  }

  @Override
  public List<MicroBatch> accumulate(BatchPlan.Step step) {
    double share = 1.0 / step.microBatches().size();
    List<MicroBatch> done = new ArrayList<>();
    for (int[] rows : step.microBatches()) {
      long number = step.first() + done.size();
      MicroBatch first = safety.microBatch(rows, share, number);
      int[] replayed = bufferPlan.microBatch(number);
      // ~: a pass of its own beside the other, which drops other inputs.
      done.add(joined(first, buffer.microBatch(replayed, share * weight, ~number), share));
    }
    return done;
  }

  private MicroBatch joined(MicroBatch first, MicroBatch replay, double share) {
    Map<String, Double> metrics = new LinkedHashMap<>(first.metrics());
    metrics.put("safety/loss", first.loss() / share);
    if (weight > 0) {
      metrics.put("buffer/loss", replay.loss() / (share * weight));
    }
    for (String name : SHOWN) {
      metrics.put("buffer/" + name, replay.metrics().getOrDefault(name, 0.0));
    }
    return new MicroBatch(first.loss() + replay.loss(), metrics, first.tokens() + replay.tokens());
  }
}
