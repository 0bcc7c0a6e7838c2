package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An adapter of all linear layers goes over every family: beside the base, folded in, trained. */
class FamilyAdapterTest {
  private final long before = Live.count();

  static List<FamilyCase> cases() {
    return FamilyCase.all();
  }

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  private static AdaptedDecoder adapted(Decoder base) {
    return base.with(TinyLlama.adapter(base, TinyLlama.lora(0), 3));
  }

  private static PackedTokens row(FamilyCase family) {
    return PackedTokens.rows(List.of(family.ids().get(3)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMatrixOfTheLayersIsAdapted(FamilyCase family) {
    try (Decoder base = family.decoder();
        AdaptedDecoder on = adapted(base)) {
      long matrices =
          base.parameters().entrySet().stream()
              .filter(entry -> entry.getValue().dim() == 2 && entry.getKey().contains("proj"))
              .count();
      long falcons =
          base.parameters().keySet().stream()
              .filter(name -> name.matches(".*(query_key_value|dense|_h|_4h)[.]weight"))
              .count();
      assertThat(on.adapter().modules()).hasSize((int) (matrices + falcons));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void besideTheBaseFoldedInAndFusedItComputesTheSame(FamilyCase family) {
    try (Decoder base = family.decoder();
        AdaptedDecoder on = adapted(base)) {
      double[] plain = scores(base, family);
      double[] adapted = scores(on, family);
      assertThat(distance(plain, adapted)).isGreaterThan(0.02);
      assertThat(scores(base, family)).containsExactly(plain);
      Map<String, Tensor> stored = base.parameters();
      try (Decoder folded =
          Families.read(
              family.config(),
              stored.keySet(),
              name -> on.adapter().folded(name, stored.get(name)))) {
        assertThat(distance(scores(folded, family), adapted)).isLessThan(2e-3);
      }
      for (LinearKernel kernel : LinearKernel.exact()) {
        try (Inference inference = on.inference(KernelChoice.always(kernel))) {
          compareNext(inference, on, family);
        }
      }
    }
  }

  private static double[] scores(Decoder decoder, FamilyCase family) {
    double[] scores = TokenScores.logProbs(decoder, row(family));
    return Arrays.copyOfRange(scores, 1, scores.length);
  }

  private static double distance(double[] a, double[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  private static void compareNext(Inference inference, Decoder decoder, FamilyCase family) {
    int[] ids = family.ids().get(3);
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      Inference.Start start = inference.start(List.of(ids), new int[] {0});
      try (KvCache _ = start.cache()) {
        Tensor last = decoder.hidden(row(family)).narrow(0, ids.length - 1L, 1);
        float[] expected = decoder.head().logits(last).toFloats();
        assertThat(start.logits().toFloats()).containsExactly(expected, within(2e-3f));
      }
    }
  }

  /** Step along the gradient, where the loss must rise by the gradient's norm. */
  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfFiniteDifferences(FamilyCase family) {
    double step = 5e-4;
    try (Decoder base = family.decoder();
        AdaptedDecoder on = adapted(base)) {
      assertThat(on.trainable(List.of("*"))).hasSize(2 * on.adapter().modules().size());
      try (Scope _ = Scope.open()) {
        loss(on, family).backward();
      }
      assertThat(base.parameters().values()).noneMatch(Tensor::hasGrad);
      assertThat(on.parameters().values()).allMatch(Tensor::hasGrad);
      double norm = norm(on);
      move(on, step / norm);
      double up = quietLoss(on, family);
      move(on, -2 * step / norm);
      double down = quietLoss(on, family);
      assertThat((up - down) / (2 * step)).isCloseTo(norm, within(0.03 * norm + 1e-3));
    }
  }

  private static double norm(Decoder decoder) {
    try (Scope _ = Scope.open()) {
      return Math.sqrt(
          decoder.parameters().values().stream()
              .mapToDouble(weight -> weight.grad().square().sum().item())
              .sum());
    }
  }

  private static void move(Decoder decoder, double factor) {
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      decoder.parameters().values().forEach(w -> w.addInPlace(w.grad().mul(factor)));
    }
  }

  private static double quietLoss(Decoder decoder, FamilyCase family) {
    try (Scope _ = Scope.open();
        NoGrad _ = NoGrad.open()) {
      return loss(decoder, family).item();
    }
  }

  private static Tensor loss(Decoder decoder, FamilyCase family) {
    long[] targets = Arrays.stream(family.ids().get(3)).asLongStream().toArray();
    Tensor logits = decoder.head().logits(decoder.hidden(row(family)));
    return Nn.crossEntropy(logits, Tensors.ofLongs(targets, targets.length)).mean();
  }
}
