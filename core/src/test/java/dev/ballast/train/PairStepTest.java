package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.data.Safety;
import dev.ballast.json.BadInput;
import dev.ballast.model.Activations;
import dev.ballast.model.Decoder;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import dev.ballast.train.loss.Bfpo;
import dev.ballast.train.loss.Dpo;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairStepTest {
  private static final int[] ALL = {0, 1, 2, 3};

  private final Decoder model = Tiny.model();
  private final List<EncodedPair> pairs = Tiny.pairs(4);

  @AfterEach
  void close() {
    model.close();
  }

  private PairStep prepared(PreferenceLoss loss, double anchor) {
    PairStep step = new PairStep(model, pairs, loss, anchor);
    var _ = step.prepare(3, _ -> {});
    return step;
  }

  /** Move the policy off its reference. */
  private void disturb() {
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(9);
      model
          .parameters()
          .forEach(
              (_, weight) -> {
                weight.freeze();
                weight.addInPlace(Tensors.randn(random, 0.02, weight.shape()));
              });
    }
    var _ = model.trainable(List.of("*"));
  }

  @Test
  void theFirstLossIsLogTwoWithoutRewards() {
    var _ = model.trainable(List.of("*"));
    MicroBatch first = prepared(new Dpo(0.1, 0), 0).microBatch(ALL, 1, 0);
    assertThat(first.loss()).isCloseTo(Math.log(2), within(1e-5));
    assertThat(first.metrics().get("rewards/chosen")).isCloseTo(0, within(1e-4));
    assertThat(first.tokens()).isEqualTo(pairs.stream().mapToLong(EncodedPair::tokens).sum());
  }

  /** Compute DPO on separate rows, with full logits and autograd alone. */
  private double plainDpo(double[] reference, double anchor) {
    try (Scope _ = Scope.open()) {
      Tensor loss = Tensors.full(0);
      Tensor chosenSum = Tensors.full(0);
      for (int i = 0; i < pairs.size(); i++) {
        Tensor chosen = logProb(pairs.get(i), pairs.get(i).chosen());
        Tensor rejected = logProb(pairs.get(i), pairs.get(i).rejected());
        Tensor margin = chosen.sub(rejected).sub(reference[2 * i] - reference[2 * i + 1]);
        loss = loss.sub(Nn.logSigmoid(margin.mul(0.3)).div(pairs.size()));
        chosenSum = chosenSum.add(chosen);
      }
      long tokens = pairs.stream().mapToLong(p -> p.chosen().length).sum();
      loss = loss.sub(chosenSum.mul(anchor / tokens));
      loss.backward();
      return loss.item();
    }
  }

  private Tensor logProb(EncodedPair pair, int[] completion) {
    int[] row = IntStream.concat(IntStream.of(pair.prompt()), IntStream.of(completion)).toArray();
    Tensor hidden = model.hidden(PackedTokens.rows(List.of(row)));
    Tensor logits =
        model.head().logits(hidden.narrow(0, pair.prompt().length - 1, completion.length));
    long[] targets = IntStream.of(completion).asLongStream().toArray();
    return Nn.crossEntropy(logits, Tensors.ofLongs(targets, targets.length)).sum().neg();
  }

  @Test
  void equalsSeparateRowsWithAutograd() {
    PairStep step = prepared(new Dpo(0.3, 0), 0.7);
    double[] reference = new double[8];
    try (Scope _ = Scope.open()) {
      for (int i = 0; i < 4; i++) {
        reference[2 * i] = logProb(pairs.get(i), pairs.get(i).chosen()).item();
        reference[2 * i + 1] = logProb(pairs.get(i), pairs.get(i).rejected()).item();
      }
    }
    disturb();
    double wanted = plainDpo(reference, 0.7);
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    MicroBatch whole = step.microBatch(ALL, 1, 0);
    assertThat(whole.loss()).isCloseTo(wanted, within(1e-5));
    assertThat(whole.metrics()).containsKey("nll_loss");
    SftStepTest.assertClose(TinyLlama.gradients(model), gradients);
  }

  @Test
  void accumulationEqualsOneBatch() {
    PairStep step = prepared(new Bfpo(0.5, 3, 0.5), 0);
    disturb();
    MicroBatch whole = step.microBatch(ALL, 1, 0);
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    var parts =
        step.accumulate(
            Tiny.oneStep(List.of(new int[] {0}, new int[] {1}, new int[] {2}, new int[] {3})));
    double sum = parts.stream().mapToDouble(MicroBatch::loss).sum();
    assertThat(sum).isCloseTo(whole.loss(), within(1e-6 * Math.max(1, Math.abs(sum))));
    SftStepTest.assertClose(TinyLlama.gradients(model), gradients);
  }

  @Test
  void passesAddUpToTheirBatch() {
    for (PreferenceLoss loss : List.of(new Dpo(0.3, 0.1), new Bfpo(0.5, 3, 0.5))) {
      PairStep step = prepared(loss, 0.7);
      PairPasses two = new PairPasses(Activations.KEPT, new PassSize(20), ReferenceSource.memory());
      PairStep cut = new PairStep(model, pairs, loss, 0.7, two);
      assertThat(Packing.pairs(pairs, model.config(), two.size()).passes(ALL))
          .hasSizeGreaterThan(1);
      var _ = cut.prepare(3, _ -> {});
      disturb();
      MicroBatch whole = step.microBatch(ALL, 0.5, 0);
      Map<String, double[]> gradients = TinyLlama.gradients(model);
      MicroBatch passes = cut.microBatch(ALL, 0.5, 0);
      SftStepTest.assertClose(TinyLlama.gradients(model), gradients);
      assertThat(passes.loss()).isCloseTo(whole.loss(), within(1e-6));
      assertThat(passes.tokens()).isEqualTo(whole.tokens());
      assertThat(passes.metrics().keySet()).isEqualTo(whole.metrics().keySet());
      whole
          .metrics()
          .forEach(
              (name, value) ->
                  assertThat(passes.metrics().get(name)).as(name).isCloseTo(value, within(1e-5)));
    }
  }

  @Test
  void metricsFollowTheirDefinitions() {
    PairStep step = prepared(new Dpo(0.1, 0), 0);
    disturb();
    Map<String, Double> metrics = step.microBatch(ALL, 1, 0).metrics();
    assertThat(metrics.get("rewards/margins"))
        .isCloseTo(metrics.get("rewards/chosen") - metrics.get("rewards/rejected"), within(1e-12));
    assertThat(metrics.get("logps/chosen")).isNegative();
    assertThat(metrics.get("entropy")).isBetween(0.0, Math.log(64));
    assertThat(metrics.get("rewards/accuracies")).isIn(0.0, 0.25, 0.5, 0.75, 1.0);
  }

  @Test
  void bfpoRefusesRowsWithoutSafetyLabels() {
    EncodedPair bare =
        new EncodedPair("bare", new int[1], new int[1], new int[1], Safety.SAFE, Safety.UNKNOWN);
    assertThatThrownBy(() -> new PairStep(model, List.of(bare), new Bfpo(0.01, 3, 0.5), 0))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("rejected_safe")
        .hasMessageContaining("bare");
  }

  @Test
  void bufferAddsItsOwnLossAndStartsAnew() {
    PairStep safety = prepared(new Bfpo(0.5, 3, 0.5), 0);
    PairStep buffer = new PairStep(model, Tiny.pairs(7).subList(4, 7), new Bfpo(0.5, 3, 0.5), 0);
    BatchPlan plan = new BatchPlan(3, 2, 1, new BatchPlan.RowOrder.FileOrder());
    BufferedStep joined = new BufferedStep(safety, buffer, plan, 0.5);
    var _ = joined.prepare(2, _ -> {});
    disturb();
    var step = new BatchPlan.Step(3, List.of(new int[] {0, 1}, new int[] {2, 3}), 1);
    double sum = joined.accumulate(step).stream().mapToDouble(MicroBatch::loss).sum();
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    // Micro-batches 3 and 4 are the second of the buffer's second epoch and the first of its third.
    double byHand =
        safety.microBatch(new int[] {0, 1}, 0.5, 0).loss()
            + buffer.microBatch(new int[] {2}, 0.25, 0).loss()
            + safety.microBatch(new int[] {2, 3}, 0.5, 0).loss()
            + buffer.microBatch(new int[] {0, 1}, 0.25, 0).loss();
    assertThat(sum).isEqualTo(byHand);
    SftStepTest.assertClose(TinyLlama.gradients(model), gradients);
  }

  @Test
  void leavesNothingBehind() {
    PairStep step = prepared(new Dpo(0.1, 0), 0);
    var _ = model.trainable(List.of("*"));
    long before = Live.count();
    var _ = step.microBatch(ALL, 1, 0);
    assertThat(Live.count()).isEqualTo(before);
  }
}
