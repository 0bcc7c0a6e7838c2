package dev.ballast.train;

import dev.ballast.model.Activations;
import dev.ballast.model.Decoder;
import dev.ballast.model.ForwardPass;
import dev.ballast.model.PackedTokens;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Cross-entropy on completions, averaged over all tokens with a loss of the whole accumulated
 * batch, so that the split into micro-batches changes nothing.
 */
public final class SftStep implements Step {
  private final Decoder model;
  private final List<EncodedRow> rows;
  private final Activations activations;
  private final ChunkedHead head;

  /** Train on rows; a pass keeps its intermediate results. */
  public SftStep(Decoder model, List<EncodedRow> rows) {
    this(model, rows, Activations.KEPT);
  }

  public SftStep(Decoder model, List<EncodedRow> rows, Activations activations) {
    this.model = model;
    this.rows = List.copyOf(rows);
    this.activations = activations;
    this.head = new ChunkedHead(model.head());
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public String fingerprint() {
    RowHash hash = new RowHash();
    rows.forEach(row -> hash.add(row.ids()).add(row.promptLength()));
    return hash.hex();
  }

  @Override
  public List<MicroBatch> accumulate(BatchPlan.Step step) {
    long items =
        step.microBatches().stream()
            .flatMapToInt(Arrays::stream)
            .mapToLong(row -> rows.get(row).learned())
            .sum();
    List<MicroBatch> done = new ArrayList<>();
    for (int[] batch : step.microBatches()) {
      List<EncodedRow> picked = Arrays.stream(batch).mapToObj(rows::get).toList();
      done.add(microBatch(picked, items, step.first() + done.size()));
    }
    return done;
  }

  private MicroBatch microBatch(List<EncodedRow> batch, long items, long draw) {
    PackedTokens packed = EncodedRow.pack(batch, model.config());
    Positions positions = Positions.of(packed, batch);
    try (Scope _ = Scope.open()) {
      ForwardPass pass = model.pass(packed, draw, activations);
      Tensor predictors = positions.select(pass.hidden());
      Tensor gradient = Tensors.emptyLike(predictors);
      HeadScores scores =
          head.scoreAndBackward(predictors.detach(), positions.targets(), -1.0 / items, gradient);
      pass.backward(predictors, gradient);
      HeadStatistics shown = scores.statistics(0, positions.targets().length);
      return new MicroBatch(
          -Arrays.stream(scores.logProbs()).sum() / items,
          Map.of(
              "entropy", shown.perToken(shown.entropy()),
              "mean_token_accuracy", shown.perToken(shown.top1())),
          batch.stream().mapToLong(row -> row.ids().length).sum());
    }
  }
}
