package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.NoGrad;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterTest {
  private static final PackedTokens ROWS =
      PackedTokens.rows(List.of(TinyLlama.row(1, 30), TinyLlama.row(2, 17)));

  private final long before = Live.count();
  private final Decoder base;

  AdapterTest() {
    try (Scope _ = Scope.open()) {
      base = TinyLlama.decoder(5, "");
    }
  }

  @AfterEach
  void nothingLeaks() {
    base.close();
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void aFreshAdapterChangesNoBit() {
    double[] plain = TokenScores.logProbs(base, ROWS);
    LoraConfig config = TinyLlama.lora(0.5, "lm_head", "norm");
    try (AdaptedDecoder adapted = base.with(Adapter.fresh(config, base, 3))) {
      assertThat(TokenScores.logProbs(adapted, ROWS)).containsExactly(plain);
      assertThat(adapted.parameters()).hasSize(2 * 2 * 7 + 1 + 5);
      double bound = 1 / Math.sqrt(32);
      Tensor a = adapted.parameters().firstEntry().getValue();
      assertThat(a.shape()).containsExactly(4, 32);
      assertThat(Arrays.stream(a.toDoubles()).map(Math::abs).max().orElseThrow())
          .isBetween(0.9 * bound, bound);
    }
  }

  @Test
  void adaptersOverOneBaseAreSwitchedWithoutACopy() {
    double[] plain = TokenScores.logProbs(base, ROWS);
    Adapter one = TinyLlama.adapter(base, TinyLlama.lora(0, "norm"), 1);
    Adapter two = TinyLlama.adapter(base, TinyLlama.lora(0), 2);
    long tensors = Live.count();
    try (AdaptedDecoder first = base.with(one);
        AdaptedDecoder second = first.with(two)) {
      assertThat(Live.count()).isEqualTo(tensors);
      assertThat(first.base()).isSameAs(base);
      assertThat(second.base()).isSameAs(base);
      assertThat(second.head().weight()).isSameAs(base.head().weight());
      double[] firstScores = TokenScores.logProbs(first, ROWS);
      double[] secondScores = TokenScores.logProbs(second, ROWS);
      assertThat(firstScores[5]).isNotCloseTo(secondScores[5], within(1e-3));
      assertThat(secondScores[5]).isNotCloseTo(plain[5], within(1e-3));
      assertThat(TokenScores.logProbs(first, ROWS)).containsExactly(firstScores);
      assertThat(TokenScores.logProbs(base, ROWS)).containsExactly(plain);
      assertThat(TokenScores.logProbs(second, ROWS)).containsExactly(secondScores);
      assertThat(Live.count()).isEqualTo(tensors);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Adapter adapter = TinyLlama.adapter(base, TinyLlama.lora(0, "lm_head"), 7);
    try (AdaptedDecoder adapted = base.with(adapter)) {
      List<String> names = adapted.trainable(List.of("*"));
      assertThat(names).hasSize(2 * 2 * 7 + 1);
      try (Scope _ = Scope.open()) {
        loss(adapted).backward();
      }
      assertThat(base.parameters().values()).noneMatch(Tensor::hasGrad);
      adapted.parameters().forEach((name, weight) -> checkGradient(adapted, name, weight));
    }
  }

  /** Step along the gradient, where the loss must rise by the gradient's norm. */
  private static void checkGradient(Decoder decoder, String name, Tensor weight) {
    double step = 1e-2;
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      double norm = Math.sqrt(weight.grad().square().sum().item());
      Tensor direction = weight.grad().mul(step / norm);
      weight.addInPlace(direction);
      double up = loss(decoder).item();
      weight.addInPlace(direction.mul(-2));
      double down = loss(decoder).item();
      weight.addInPlace(direction);
      assertThat((up - down) / (2 * step)).as(name).isCloseTo(norm, within(0.02 * norm + 2e-4));
    }
  }

  private static Tensor loss(Decoder decoder) {
    long[] targets = Arrays.stream(ROWS.ids()).asLongStream().toArray();
    Tensor logits = decoder.head().logits(decoder.hidden(ROWS));
    return Nn.crossEntropy(logits, Tensors.ofLongs(targets, targets.length)).mean();
  }

  private static float[] drawn(Decoder decoder, long draw) {
    return decoder.pass(ROWS, draw, Activations.KEPT).hidden().toFloats();
  }

  private static Map<String, double[]> gradients(AdaptedDecoder adapted, Activations activations) {
    try (Scope _ = Scope.open()) {
      ForwardPass pass = adapted.pass(ROWS, 9, activations);
      Tensor hidden = pass.hidden();
      pass.backward(hidden, Tensors.randn(new SplittableRandom(2), 1, hidden.shape()));
    }
    return TinyLlama.gradients(adapted);
  }

  @Test
  void layersComputedAgainDropTheSameInputs() {
    try (AdaptedDecoder adapted = base.with(TinyLlama.adapter(base, TinyLlama.lora(0.3), 7))) {
      var _ = adapted.trainable(List.of("*"));
      Map<String, double[]> kept = gradients(adapted, Activations.KEPT);
      Map<String, double[]> again = gradients(adapted, Activations.RECOMPUTED);
      assertThat(kept).containsOnlyKeys(adapted.parameters().keySet());
      assertThat(again).containsOnlyKeys(kept.keySet());
      kept.forEach(
          (name, values) ->
              assertThat(again.get(name)).as(name).containsExactly(values, within(1e-6)));
    }
  }

  @Test
  void dropoutFollowsItsDrawAndIsOffOtherwise() {
    Adapter dropping = TinyLlama.adapter(base, TinyLlama.lora(0.3), 7);
    Adapter keeping = TinyLlama.adapter(base, TinyLlama.lora(0), 7);
    try (AdaptedDecoder adapted = base.with(dropping);
        AdaptedDecoder whole = base.with(keeping);
        Scope _ = Scope.open()) {
      float[] off = adapted.hidden(ROWS).toFloats();
      assertThat(off).containsExactly(whole.hidden(ROWS).toFloats());
      assertThat(off).containsExactly(drawn(whole, 9));
      float[] drawn = drawn(adapted, 9);
      assertThat(drawn).isNotEqualTo(off);
      assertThat(drawn(adapted, 9)).containsExactly(drawn);
      assertThat(drawn(adapted, 10)).isNotEqualTo(drawn);
    }
  }

  @Test
  void dropoutKeepsTheMean() {
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(4);
      Tensor a = Tensors.randn(random, 1, 3, 8);
      Tensor b = Tensors.randn(random, 1, 2, 3);
      Tensor x = Tensors.randn(random, 1, 1, 8);
      double[] sum = new double[2];
      int passes = 4000;
      for (int pass = 0; pass < passes; pass++) {
        Optional<LowRank.Dropout> drop = Optional.of(new LowRank.Dropout(0.25, pass));
        double[] y = new LowRank(a, b, 0.1, drop).apply(x).toDoubles();
        Arrays.setAll(sum, i -> sum[i] + y[i] / passes);
      }
      double[] whole = new LowRank(a, b, 0.1, Optional.empty()).apply(x).toDoubles();
      assertThat(sum).containsExactly(whole, within(0.05));
    }
  }

  @Test
  void generationSeesTheAdapterOfTheTimeItWasMade() {
    Adapter adapter = TinyLlama.adapter(base, TinyLlama.lora(0, "lm_head", "norm"), 7);
    int[] row = TinyLlama.row(3, 20);
    try (AdaptedDecoder adapted = base.with(adapter);
        Inference inference = adapted.inference(KernelChoice.always(LinearKernel.BLAS));
        Scope _ = Scope.open()) {
      Inference.Start start = inference.start(List.of(row), new int[] {0});
      try (KvCache _ = start.cache()) {
        Tensor last = adapted.hidden(PackedTokens.rows(List.of(row))).narrow(0, 19, 1);
        float[] expected = adapted.head().logits(last).toFloats();
        assertThat(start.logits().toFloats()).containsExactly(expected, within(2e-4f));
      }
    }
  }

  @Test
  void patternsChooseWhatTrains() {
    try (AdaptedDecoder adapted = base.with(Adapter.fresh(TinyLlama.lora(0), base, 1))) {
      assertThat(adapted.trainable(List.of("*.lora_B.weight"))).hasSize(2 * 7);
      assertThatThrownBy(() -> adapted.trainable(List.of("*.mlp.down_proj.weight")))
          .isInstanceOf(BadInput.class);
    }
  }

  @Test
  void namesThatNoModuleHasAreRefused() {
    LoraTargets targets = LoraTargets.of(List.of("q_proj", "w_proj"), List.of());
    LoraConfig config = new LoraConfig(4, 8, 0, false, targets, Map.of(), Map.of());
    assertThatThrownBy(() -> Adapter.fresh(config, base, 1))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("lora_target_modules", "w_proj", "down_proj, gate_proj, k_proj");
  }
}
