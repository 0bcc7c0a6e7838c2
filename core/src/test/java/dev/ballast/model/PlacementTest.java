package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.FamilyCase.Row;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model computes in the numbers that it is told to. */
class PlacementTest {
  private static final Placement BF16 = new Placement(Device.CPU, Dtype.BF16);

  static List<FamilyCase> cases() {
    return FamilyCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sixteenBitsScoreNearly(FamilyCase family) {
    for (Use use : Use.values()) {
      assertThat(worst(family, BF16, use)).isGreaterThan(1e-4).isLessThan(0.5);
    }
  }

  /** Return how far the farthest token's score is off; the mean must be near. */
  static double worst(FamilyCase family, Placement placement, Use use) {
    try (Decoder decoder = family.decoder(placement, use)) {
      double worst = 0;
      double sum = 0;
      int count = 0;
      for (Row row : family.rows()) {
        double[] scores = TokenScores.logProbs(decoder, PackedTokens.rows(List.of(row.ids())));
        for (int i = 1; i < scores.length; i++) {
          double off = Math.abs(scores[i] - row.logprobs()[i - 1]);
          worst = Math.max(worst, off);
          sum += off;
          count++;
        }
      }
      assertThat(sum / count).isLessThan(0.1);
      return worst;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sixteenBitsGenerateFromTheirOwnCache(FamilyCase family) {
    generate(family, BF16);
  }

  static void generate(FamilyCase family, Placement placement) {
    Row row = family.rows().get(1);
    try (Decoder decoder = family.decoder(placement, Use.FROZEN);
        Inference inference = decoder.inference(KernelChoice.always(LinearKernel.BLAS));
        Scope _ = Scope.open()) {
      Inference.Start start = inference.start(List.of(row.start()), new int[] {0});
      try (KvCache cache = start.cache()) {
        double[] whole = TokenScores.logProbs(decoder, PackedTokens.rows(List.of(row.ids())));
        Tensor logits = start.logits();
        for (int step = 0; step < row.cached().length; step++) {
          double stepped = log(logits, row.next(step));
          assertThat(stepped).isCloseTo(whole[row.prompt() + step], within(0.2));
          logits = inference.step(cache, new int[] {row.next(step)});
        }
      }
    }
  }

  private static double log(Tensor logits, int token) {
    return logits.select(0, 0).sub(logits.logSumExp(1)).toDoubles()[token];
  }

  /** What is trained keeps its digits: only what is computed with it is rounded. */
  @ParameterizedTest
  @MethodSource("cases")
  void sixteenBitsTrainWeightsOfThirtyTwo(FamilyCase family) {
    train(family, BF16);
  }

  static void train(FamilyCase family, Placement placement) {
    double[] exact = gradient(family, Placement.CPU);
    double[] rounded = gradient(family, placement);
    assertThat(cosine(exact, rounded)).isGreaterThan(0.97);
  }

  private static double[] gradient(FamilyCase family, Placement placement) {
    try (Decoder decoder = family.decoder(placement, Use.TRAINED);
        Scope _ = Scope.open()) {
      String name =
          decoder
              .trainable(
                  List.of("*layers.0*down_proj*", "*h.0*4h_to_h*").stream()
                      .filter(p -> decoder.config().family().equals("falcon") == p.startsWith("*h"))
                      .toList())
              .getFirst();
      Tensor hidden = decoder.hidden(PackedTokens.rows(family.ids()));
      decoder.head().logits(hidden).square().mean().backward();
      Tensor weight = decoder.parameters().get(name);
      assertThat(weight.dtype()).isEqualTo(Dtype.F32);
      assertThat(weight.grad().dtype()).isEqualTo(Dtype.F32);
      return weight.grad().toDoubles();
    }
  }

  private static double cosine(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum() / (norm(a) * norm(b));
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  /** An adapter over a rounded base keeps its own digits, too. */
  @ParameterizedTest
  @MethodSource("cases")
  void sixteenBitsCarryAdapters(FamilyCase family) {
    trainAdapter(family, BF16);
  }

  static void trainAdapter(FamilyCase family, Placement placement) {
    double[] exact = adapterGradient(family, Placement.CPU);
    double[] rounded = adapterGradient(family, placement);
    // These adapters are of random numbers and large: a model under one doubles what is rounded.
    assertThat(cosine(exact, rounded)).isGreaterThan(0.8);
    assertThat(norm(rounded) / norm(exact)).isBetween(0.7, 1.4);
  }

  private static double[] adapterGradient(FamilyCase family, Placement placement) {
    try (Decoder base = family.decoder(placement, Use.FROZEN);
        AdaptedDecoder on = base.with(TinyLlama.adapter(base, TinyLlama.lora(0), 3));
        Scope _ = Scope.open()) {
      var _ = on.trainable(List.of("*"));
      Tensor hidden = on.hidden(PackedTokens.rows(family.ids()));
      assertThat(hidden.dtype()).isEqualTo(placement.dtype());
      on.head().logits(hidden).square().mean().backward();
      Tensor matrix = on.parameters().firstEntry().getValue();
      assertThat(matrix.grad().dtype()).isEqualTo(Dtype.F32);
      return matrix.grad().toDoubles();
    }
  }
}
