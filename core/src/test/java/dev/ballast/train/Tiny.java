package dev.ballast.train;

import dev.ballast.checkpoint.Extras;
import dev.ballast.data.Safety;
import dev.ballast.model.Decoder;
import dev.ballast.model.TinyLlama;
import dev.ballast.tensor.Scope;
import dev.ballast.train.loss.Bfpo;
import dev.ballast.train.loss.Dpo;
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

  static Step sft(Decoder model) {
    return new SftStep(model, rows(10));
  }

  static Step dpo(Decoder model) {
    return new PairStep(model, pairs(7), new Dpo(0.1, 0), 0);
  }

  static Step bfpo(Decoder model) {
    Bfpo loss = new Bfpo(0.1, 3, 0.5);
    BatchPlan plan = new BatchPlan(3, 2, 1, new BatchPlan.RowOrder.Shuffled(4));
    PairStep buffer = new PairStep(model, pairs(3), loss, 0);
    return new BufferedStep(new PairStep(model, pairs(7), loss, 0), buffer, plan, 1);
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
