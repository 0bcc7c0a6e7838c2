package dev.ballast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.OutputHead;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Owned;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedHeadTest {
  private static final int[] TARGETS = {3, 0, 19, 7, 7, 12, 1};
  private static final double[] WEIGHTS = {.5, -1, 2, 0, .25, -.125, 1};

  private final SplittableRandom random = new SplittableRandom(1);

  private record Layer(Tensor weight, Tensor rows) {}

  private Layer layer(Owned owned) {
    try (Scope _ = Scope.open()) {
      return new Layer(
          owned.keep(Tensors.randn(random, 0.5, 20, 8)).requireGrad(),
          owned.keep(Tensors.randn(random, 1, TARGETS.length, 8)).requireGrad());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5})
  void backwardEqualsAutograd(double cap) {
    try (Owned owned = new Owned();
        Scope _ = Scope.open()) {
      Layer layer = layer(owned);
      OutputHead output = new OutputHead(layer.weight(), cap);
      Tensor log = Nn.logSoftmax(output.logits(layer.rows()), 1);
      long[] targets = {3, 0, 19, 7, 7, 12, 1};
      Tensor picked =
          log.gather(1, Tensors.ofLongs(targets, 7, 1)).squeeze(1).to(dev.ballast.tensor.Dtype.F64);
      picked.mul(Tensors.ofDoubles(WEIGHTS, 7)).sum().backward();
      double[] wantedRows = layer.rows().grad().toDoubles();
      double[] wantedWeight = layer.weight().grad().toDoubles();
      layer.weight().dropGrad();

      ChunkedHead head = new ChunkedHead(output, 3);
      Tensor rows = head.backward(layer.rows().detach(), TARGETS, WEIGHTS);

      assertThat(rows.toDoubles()).containsExactly(wantedRows, within(1e-6));
      assertThat(layer.weight().grad().toDoubles()).containsExactly(wantedWeight, within(1e-6));
      assertThat(head.logProbs(layer.rows().detach(), TARGETS))
          .containsExactly(picked.toDoubles(), within(1e-6));
    }
  }

  @Test
  void statisticsEqualTheirDefinitions() {
    try (Owned owned = new Owned();
        Scope _ = Scope.open()) {
      Layer layer = layer(owned);
      Tensor logits = Nn.linear(layer.rows(), layer.weight()).detach();
      Tensor p = Nn.softmax(logits, 1);
      ChunkedHead head = new ChunkedHead(OutputHead.plain(layer.weight()), 4);
      HeadScores scores = head.score(layer.rows().detach(), TARGETS);
      assertThat(scores.entropy())
          .containsExactly(p.mul(Nn.logSoftmax(logits, 1)).sum(1).neg().toDoubles(), within(1e-5));
      assertThat(scores.meanLogits()).containsExactly(logits.mean(1).toDoubles(), within(1e-6));
      long[] best = logits.argmax(1).toLongs();
      for (int i = 0; i < best.length; i++) {
        assertThat(scores.top1()[i]).isEqualTo(best[i] == TARGETS[i]);
      }
      HeadStatistics two = scores.statistics(1, 3);
      assertThat(two.tokens()).isEqualTo(2);
      assertThat(two.entropy()).isEqualTo(scores.entropy()[1] + scores.entropy()[2]);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5})
  void onePassEqualsTwo(double cap) {
    try (Owned owned = new Owned();
        Scope _ = Scope.open()) {
      Layer layer = layer(owned);
      Tensor rows = layer.rows().detach();
      ChunkedHead head = new ChunkedHead(new OutputHead(layer.weight(), cap), 3);
      double[] same = {-.2, -.2, -.2, -.2, -.2, -.2, -.2};
      Tensor two = head.backward(rows, TARGETS, same);
      double[] weightOfTwo = layer.weight().grad().toDoubles();
      layer.weight().dropGrad();
      Tensor one = Tensors.empty(rows.dtype(), rows.shape());
      HeadScores scores = head.scoreAndBackward(rows, TARGETS, -.2, one);
      assertThat(one.toDoubles()).containsExactly(two.toDoubles(), within(1e-6));
      assertThat(layer.weight().grad().toDoubles()).containsExactly(weightOfTwo, within(1e-6));
      assertThat(scores.logProbs()).containsExactly(head.logProbs(rows, TARGETS), within(1e-6));
    }
  }

  @Test
  void aFrozenLayerGetsNoGradient() {
    long before = Live.count();
    try (Owned owned = new Owned();
        Scope _ = Scope.open()) {
      Layer layer = layer(owned);
      layer.weight().freeze();
      Tensor rows = layer.rows().detach();
      ChunkedHead head = new ChunkedHead(OutputHead.plain(layer.weight()), 3);
      assertThat(head.backward(rows, TARGETS, WEIGHTS).allFinite()).isTrue();
      assertThat(layer.weight().hasGrad()).isFalse();
    }
    assertThat(Live.count()).isEqualTo(before);
  }
}
