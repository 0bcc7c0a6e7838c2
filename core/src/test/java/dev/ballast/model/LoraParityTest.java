package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.CheckpointWriter;
import dev.ballast.checkpoint.Extras;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Placement;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters of PEFT's give its numbers, on, folded in and saved whole. */
class LoraParityTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny-lora-own",
        "tiny-lora-all",
        "tiny-lora-layers",
        "tiny-lora-pattern",
        "tiny-lora-phi3",
        "tiny-lora-falcon",
        "tiny-lora-gemma2",
        "tiny-lora-bias"
      })
  void scoresAndContinuesAsInPeft(String name, @TempDir Path temporary) throws URISyntaxException {
    List<Reference> expected = Reference.read(name + "/expected.json");
    try (Checkpoint checkpoint = open(name)) {
      try (Decoder decoder = Families.read(checkpoint)) {
        assertThat(worst(decoder, expected)).isLessThan(1e-4);
        assertThat(worst(decoder.base(), expected)).isGreaterThan(0.1);
        for (LinearKernel kernel : LinearKernel.exact()) {
          continues(decoder, KernelChoice.always(kernel), expected);
        }
      }
      try (Decoder merged = Families.merged(checkpoint, Placement.CPU, Use.TRAINED)) {
        assertThat(worst(merged, expected)).isLessThan(1e-4);
      }
      Path whole = temporary.resolve("whole");
      try (MergedWeights merged = MergedWeights.of(checkpoint)) {
        CheckpointWriter.write(
            whole, checkpoint.config(), merged.source(), Dtype.F32, Extras.none());
      }
      try (Checkpoint saved = Checkpoint.open(whole);
          Decoder decoder = Families.read(saved)) {
        assertThat(worst(decoder, expected)).isLessThan(1e-4);
      }
    }
  }

  private static void continues(Decoder decoder, KernelChoice choice, List<Reference> expected) {
    try (Inference inference = decoder.inference(choice)) {
      List<int[]> prompts = expected.stream().map(Reference::ids).toList();
      assertThat(Reference.greedy(inference, prompts, 16))
          .usingRecursiveComparison()
          .isEqualTo(expected.stream().map(Reference::greedy).toList());
    }
  }

  private static double worst(Decoder decoder, List<Reference> expected) {
    return expected.stream()
        .mapToDouble(
            row -> row.worst(TokenScores.logProbs(decoder, PackedTokens.rows(List.of(row.ids())))))
        .max()
        .orElseThrow();
  }

  private static Checkpoint open(String name) throws URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(LoraParityTest.class.getResource(name), name).toURI());
    return Checkpoint.open(folder, base -> folder.resolveSibling(base));
  }
}
