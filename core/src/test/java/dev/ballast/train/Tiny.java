package dev.ballast.train;

import dev.ballast.checkpoint.Extras;
import dev.ballast.data.Safety;
import dev.ballast.model.Decoder;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Tiny models and rows for the tests of the loop. */
final class Tiny {

  private static final String TIED = ", \"tie_word_embeddings\": true";

  static final ModelFiles FILES = new ModelFiles(TinyLlama.config(TIED), Extras.none());

  private Tiny() {}

  static Decoder model() {
    try (Scope _ = Scope.open()) {
      return TinyLlama.decoder(5, TIED);
    }
  }

  static List<EncodedRow> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new EncodedRow("r" + i, TinyLlama.row(i, 6 + i % 5), i % 4))
        .toList();
  }

  static List<EncodedPair> pairs(int count) {
    SplittableRandom random = new SplittableRandom(3);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new EncodedPair(
                    "p" + i,
                    TinyLlama.row(100 + i, 3 + i % 3),
                    TinyLlama.row(200 + i, 2 + i % 4),
                    TinyLlama.row(300 + i, 1 + i % 5),
                    random.nextBoolean() ? Safety.SAFE : Safety.UNSAFE,
                    random.nextBoolean() ? Safety.SAFE : Safety.UNSAFE))
        .toList();
  }

  /** Copy all gradients, by name. */
  static Map<String, double[]> gradients(Decoder model) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      model
          .parameters()
          .forEach(
              (name, weight) -> {
                if (weight.hasGrad()) {
                  gradients.put(name, weight.grad().toDoubles());
                  weight.dropGrad();
                }
              });
    }
    return gradients;
  }

  static Map<String, double[]> weights(Decoder model) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    model.parameters().forEach((name, weight) -> weights.put(name, weight.toDoubles()));
    return weights;
  }

  static BatchPlan.Step oneStep(List<int[]> microBatches) {
    return new BatchPlan.Step(0, microBatches, 1);
  }
}
