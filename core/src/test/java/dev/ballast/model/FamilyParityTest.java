package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.FamilyCase.Row;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family and variant gives the numbers of transformers, on every path. */
class FamilyParityTest {
  private static final double TOLERANCE = 2e-4;

  /** Rows 1 to 3 of every case begin with so many equal tokens. */
  private static final int COMMON = 24;

  private final long before = Live.count();

  static List<FamilyCase> cases() {
    return FamilyCase.all();
  }

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void everyFamilyHasACase() {
    assertThat(cases().stream().map(c -> Families.config(c.config()).family()))
        .contains("llama", "mistral", "qwen2", "qwen3", "phi3", "olmo2")
        .contains("gemma2", "gemma3_text", "falcon");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void configsOfTransformers4And5ReadAlike(FamilyCase family) {
    assertThat(Families.config(family.older())).isEqualTo(Families.config(family.config()));
  }

  /** An interrupted run is known again by its config's text, in any process. */
  @ParameterizedTest
  @MethodSource("cases")
  void traitsStandInOneOrder(FamilyCase family) {
    assertThat(List.copyOf(Families.config(family.config()).rules().traits())).isSorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void singleRowsScoreAsInTransformers(FamilyCase family) {
    try (Decoder decoder = family.decoder()) {
      for (Row row : family.rows()) {
        check(decoder, PackedTokens.rows(List.of(row.ids())), List.of(row));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void raggedBatchesScoreAsSingleRows(FamilyCase family) {
    List<Row> rows = family.rows();
    List<Row> alike = rows.subList(1, 4);
    List<int[]> ids = alike.stream().map(Row::ids).toList();
    try (Decoder decoder = family.decoder()) {
      PackedTokens.Sharing rule = decoder.config()::mayShare;
      check(decoder, PackedTokens.rows(family.ids()), rows);
      check(decoder, PackedTokens.sharing(ids, COMMON, rule), alike);
      check(decoder, PackedTokens.neighbours(ids.reversed(), rule), alike.reversed());
      check(decoder, pairs(rows, rule), pairRows(rows));
    }
  }

  /** Pack rows 1 and 2 as a pair with a common prompt, rows 3 and 2 as another. */
  static PackedTokens pairs(List<Row> rows, PackedTokens.Sharing rule) {
    return PackedTokens.pairs(List.of(pair(rows, 1, 2), pair(rows, 3, 2)), rule);
  }

  private static List<Row> pairRows(List<Row> rows) {
    return List.of(rows.get(1), rows.get(2), rows.get(3), rows.get(2));
  }

  private static PackedTokens.Pair pair(List<Row> rows, int chosen, int rejected) {
    int[] one = rows.get(chosen).ids();
    int[] other = rows.get(rejected).ids();
    return new PackedTokens.Pair(
        Arrays.copyOf(one, COMMON),
        Arrays.copyOfRange(one, COMMON, one.length),
        Arrays.copyOfRange(other, COMMON, other.length));
  }

  static void check(Decoder decoder, PackedTokens tokens, List<Row> rows) {
    double[] scores = TokenScores.logProbs(decoder, tokens);
    for (int i = 0; i < rows.size(); i++) {
      double[] row = tokens.spans().get(i).gather(scores);
      assertThat(Arrays.copyOfRange(row, 1, row.length))
          .containsExactly(rows.get(i).logprobs(), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cachedStepsScoreAndContinueAsInTransformers(FamilyCase family) {
    try (Decoder decoder = family.decoder()) {
      for (LinearKernel kernel : LinearKernel.exact()) {
        try (Inference inference = decoder.inference(KernelChoice.always(kernel))) {
          follow(inference, family.rows());
          follow(inference, List.of(family.rows().get(3)));
        }
      }
    }
  }

  /** Feed rows token by token, all in one batch that shrinks, and compare every distribution. */
  static void follow(Inference inference, List<Row> rows) {
    List<Row> active = rows;
    try (Scope _ = Scope.open()) {
      Inference.Start start =
          inference.start(
              rows.stream().map(Row::start).toList(), IntStream.range(0, rows.size()).toArray());
      try (KvCache cache = start.cache()) {
        compare(start.logits(), active, 0);
        for (int step = 0; !active.isEmpty(); step++) {
          active = drop(cache, active, step + 1);
          if (!active.isEmpty()) {
            int[] ids = new int[active.size()];
            for (int i = 0; i < ids.length; i++) {
              ids[i] = active.get(i).next(step);
            }
            compare(inference.step(cache, ids), active, step + 1);
          }
        }
      }
    }
  }

  /** Keep the rows that go on to a step. */
  private static List<Row> drop(KvCache cache, List<Row> active, int step) {
    int[] going =
        IntStream.range(0, active.size()).filter(i -> active.get(i).steps() > step).toArray();
    if (going.length > 0 && going.length < active.size()) {
      cache.keep(going);
    }
    return Arrays.stream(going).mapToObj(active::get).toList();
  }

  private static void compare(Tensor logits, List<Row> active, int step) {
    double[] all = Nn.logSoftmax(logits, -1).toDoubles();
    long[] best = logits.argmax(-1).toLongs();
    int vocabulary = all.length / active.size();
    for (int i = 0; i < active.size(); i++) {
      Row row = active.get(i);
      if (step < row.cached().length) {
        assertThat(all[i * vocabulary + row.next(step)])
            .isCloseTo(row.cached()[step], within(TOLERANCE));
      } else {
        assertThat(best[i]).isEqualTo(row.next(step));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sharedPromptsGiveTheGradientsOfSeparateRows(FamilyCase family) {
    List<Row> rows = family.rows();
    try (Decoder decoder = family.decoder()) {
      assertThat(decoder.trainable(List.of("*"))).isNotEmpty();
      Map<String, double[]> shared = gradients(decoder, pairs(rows, decoder.config()::mayShare));
      List<int[]> ids = pairRows(rows).stream().map(Row::ids).toList();
      Map<String, double[]> separate = gradients(decoder, PackedTokens.rows(ids));
      assertThat(shared.keySet()).isEqualTo(decoder.parameters().keySet());
      separate.forEach((name, gradient) -> close(name, shared.get(name), gradient));
    }
  }

  /** Return the gradients of Σ log p of the tokens behind the common ones. */
  static Map<String, double[]> gradients(Decoder decoder, PackedTokens tokens) {
    IntStream.Builder predictors = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (Span span : tokens.spans()) {
      int from = COMMON - span.prefixLength();
      Arrays.stream(tokens.predictors(span)).skip(from).forEach(predictors);
      Arrays.stream(tokens.ids(), span.start() + from, span.end()).forEach(targets);
    }
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (Scope _ = Scope.open()) {
      Tensor hidden = decoder.hidden(tokens);
      Tensor states = hidden.indexSelect(0, Tensors.index(hidden, predictors.build().toArray()));
      Tensor wanted = Tensors.index(hidden, targets.build().toArray());
      Nn.crossEntropy(decoder.head().logits(states), wanted).sum().backward();
      decoder
          .parameters()
          .forEach(
              (name, tensor) -> {
                gradients.put(name, tensor.grad().toDoubles());
                tensor.dropGrad();
              });
    }
    return gradients;
  }

  static void close(String name, double[] actual, double[] wanted) {
    double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
    assertThat(actual).as(name).containsExactly(wanted, within(1e-4 * Math.max(1, largest)));
  }
}
