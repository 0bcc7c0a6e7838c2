package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.Decoder;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SftStepTest {
  private final Decoder model = Tiny.model();
  private List<EncodedRow> rows = Tiny.rows(4);

  @AfterEach
  void close() {
    model.close();
  }

  /** Compute the token-mean loss with full logits and autograd alone. */
  private double plainLoss() {
    long items = rows.stream().mapToLong(EncodedRow::learned).sum();
    try (Scope _ = Scope.open()) {
      Tensor sum = Tensors.full(0);
      for (EncodedRow row : rows) {
        Tensor hidden = model.hidden(PackedTokens.rows(List.of(row.ids())));
        int from = row.learnedFrom();
        Tensor logits = model.head().logits(hidden.narrow(0, from - 1, row.learned()));
        long[] targets = new long[row.learned()];
        for (int i = 0; i < targets.length; i++) {
          targets[i] = row.ids()[from + i];
        }
        Tensor losses = Nn.crossEntropy(logits, Tensors.ofLongs(targets, targets.length));
        sum = sum.add(losses.sum());
      }
      Tensor loss = sum.div(items);
      loss.backward();
      return loss.item();
    }
  }

  @Test
  void equalsFullLogitsWithAutograd() {
    var _ = model.trainable(List.of("*"));
    double wanted = plainLoss();
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    var parts = new SftStep(model, rows).accumulate(Tiny.oneStep(List.of(new int[] {0, 1, 2, 3})));
    assertThat(parts.getFirst().loss()).isCloseTo(wanted, within(1e-5));
    assertThat(parts.getFirst().tokens()).isEqualTo(6 + 7 + 8 + 9);
    assertClose(TinyLlama.gradients(model), gradients);
  }

  /** As where a template's system message opens every prompt. */
  @Test
  void aSharedBeginningIsComputedOnceAndChangesNothing() {
    var _ = model.trainable(List.of("*"));
    rows = List.of(begun("a", 7, 20), begun("b", 3, 22), begun("c", 9, 21), begun("d", 1, 20));
    double wanted = plainLoss();
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    var parts = new SftStep(model, rows).accumulate(Tiny.oneStep(List.of(new int[] {0, 1, 2, 3})));
    assertThat(parts.getFirst().loss()).isCloseTo(wanted, within(1e-5));
    assertThat(parts.getFirst().tokens()).isEqualTo(27 + 23 + 29 + 21);
    assertClose(TinyLlama.gradients(model), gradients);
    PackedTokens packed = PackedTokens.sharing(rows.stream().map(EncodedRow::ids).toList(), 20);
    assertThat(packed.size()).isEqualTo(27 + 3 + 9 + 1);
  }

  private static EncodedRow begun(String id, int more, int promptLength) {
    int[] ids = Arrays.copyOf(TinyLlama.row(50, 20), 20 + more);
    System.arraycopy(TinyLlama.row(60 + more, more), 0, ids, 20, more);
    return new EncodedRow(id, ids, promptLength);
  }

  @Test
  void accumulationEqualsOneBatch() {
    var _ = model.trainable(List.of("*"));
    SftStep step = new SftStep(model, rows);
    double whole = loss(step.accumulate(Tiny.oneStep(List.of(new int[] {0, 1, 2, 3}))));
    Map<String, double[]> gradients = TinyLlama.gradients(model);
    double parts =
        loss(
            step.accumulate(
                Tiny.oneStep(List.of(new int[] {0}, new int[] {1}, new int[] {2}, new int[] {3}))));
    assertThat(parts).isCloseTo(whole, within(1e-6));
    assertClose(TinyLlama.gradients(model), gradients);
  }

  @Test
  void frozenParametersGetNoGradient() {
    var names = model.trainable(List.of("*.mlp.down_proj.weight"));
    var _ = new SftStep(model, rows).accumulate(Tiny.oneStep(List.of(new int[] {0, 1})));
    assertThat(TinyLlama.gradients(model)).containsOnlyKeys(names);
  }

  @Test
  void leavesNothingBehind() {
    var _ = model.trainable(List.of("*"));
    long before = Live.count();
    var _ = new SftStep(model, rows).accumulate(Tiny.oneStep(List.of(new int[] {0, 1})));
    assertThat(Live.count()).isEqualTo(before);
  }

  private static double loss(List<MicroBatch> parts) {
    return parts.stream().mapToDouble(MicroBatch::loss).sum();
  }

  static void assertClose(Map<String, double[]> actual, Map<String, double[]> wanted) {
    assertThat(actual).containsOnlyKeys(wanted.keySet());
    wanted.forEach(
        (name, values) ->
            assertThat(actual.get(name)).as(name).containsExactly(values, within(2e-5)));
  }
}
