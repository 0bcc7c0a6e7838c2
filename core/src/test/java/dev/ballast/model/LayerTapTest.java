package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.Json;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerTapTest {
  private static final double TOLERANCE = 2e-4;

  /** With dynamic scaling a row has other numbers step by step than at once, as in transformers. */
  static List<FamilyCase> cases() {
    return FamilyCase.all().stream().filter(c -> !c.name().equals("llama-dynamic")).toList();
  }

  /** Keeps the states of all layers, as (tokens · hidden) numbers. */
  private static final class Seen implements LayerTap {
    private final Map<Integer, float[]> states = new TreeMap<>();
    private int width;

    @Override
    public boolean wants(int layer) {
      return true;
    }

    @Override
    public void see(int layer, Tensor tensor) {
      width = (int) tensor.size(1);
      states.put(layer, tensor.to(Dtype.F32).toFloats());
    }

    float[] at(int layer, int token) {
      float[] all = states.getOrDefault(layer, new float[0]);
      return Arrays.copyOfRange(all, token * width, (token + 1) * width);
    }
  }

  /** A step's states are those of the whole row, in every layer and every row of the batch. */
  @ParameterizedTest
  @MethodSource("cases")
  void stepsShowWhatTheWholeRowHas(FamilyCase family) {
    List<int[]> rows = List.of(family.ids().get(1), family.ids().get(4));
    List<int[]> heads = rows.stream().map(r -> Arrays.copyOf(r, r.length - 1)).toList();
    try (Decoder decoder = family.decoder();
        Inference inference = decoder.inference(KernelChoice.always(LinearKernel.BLAS));
        Scope _ = Scope.open()) {
      Seen prompt = new Seen();
      Inference.Start start = inference.start(heads, new int[] {0, 1}, prompt);
      Seen step = new Seen();
      try (KvCache cache = start.cache()) {
        int[] last = rows.stream().mapToInt(r -> r[r.length - 1]).toArray();
        var _ = inference.step(cache, last, step);
      }
      assertThat(step.states.keySet())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(0, decoder.config().layers()).boxed().toList());
      for (int row = 0; row < rows.size(); row++) {
        check(prompt, row, whole(inference, heads.get(row)), heads.get(row).length - 1);
        check(step, row, whole(inference, rows.get(row)), rows.get(row).length - 1);
      }
    }
  }

  private static Seen whole(Inference inference, int[] row) {
    Seen seen = new Seen();
    var _ = inference.hidden(PackedTokens.rows(List.of(row)), seen);
    return seen;
  }

  private static void check(Seen seen, int row, Seen whole, int token) {
    for (int layer : whole.states.keySet()) {
      close(layer, seen.at(layer, row), whole.at(layer, token));
    }
  }

  private static void close(int layer, float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i])
          .as("layer %d", layer)
          .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** One family's states in transformers: by layer, by position. */
  record Expected(String family, int row, List<Integer> positions, float[][][] states) {}

  static List<Expected> expected() throws IOException {
    try (InputStream in = LayerTapTest.class.getResourceAsStream("hidden_states.json")) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      return List.of(Json.decode(new String(text, StandardCharsets.UTF_8), Expected[].class));
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void statesAreThoseOfTransformers(Expected expected) {
    FamilyCase family =
        FamilyCase.all().stream()
            .filter(c -> c.name().equals(expected.family()))
            .findFirst()
            .orElseThrow();
    try (Decoder decoder = family.decoder();
        Inference inference = decoder.inference(KernelChoice.always(LinearKernel.BLAS));
        Scope _ = Scope.open()) {
      Seen seen = whole(inference, family.ids().get(expected.row()));
      assertThat(seen.states).hasSize(expected.states().length);
      for (int layer = 0; layer < expected.states().length; layer++) {
        for (int i = 0; i < expected.positions().size(); i++) {
          float[] found = seen.at(layer, expected.positions().get(i));
          close(layer, found, expected.states()[layer][i]);
        }
      }
    }
  }

  /** The last layer's states are what the head turns into logits. */
  @Test
  void theLastStatesAreThoseOfTheHead() {
    int[] row = TinyLlama.row(5, 12);
    try (Decoder decoder = TinyLlama.decoder(3, "");
        Inference inference = decoder.inference(KernelChoice.always(LinearKernel.BLAS));
        Scope _ = Scope.open()) {
      Seen seen = new Seen();
      Inference.Start start = inference.start(List.of(row), new int[] {0}, seen);
      try (KvCache _ = start.cache()) {
        int last = decoder.config().layers();
        Tensor states = Tensors.ofFloats(seen.at(last, 0), 1, seen.width);
        assertThat(inference.logits(states).toFloats())
            .containsExactly(start.logits().toFloats(), within(1e-5f));
      }
    }
  }
}
