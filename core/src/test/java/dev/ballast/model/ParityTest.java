package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Live;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same numbers as transformers in F32. */
class ParityTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama-tied", "tiny-llama-untied"})
  void tinyCheckpointsScoreAndContinueAsInTransformers(String name) throws URISyntaxException {
    List<Reference> expected = Reference.read(name + "/expected.json");
    Path folder = Path.of(Objects.requireNonNull(getClass().getResource(name)).toURI());
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        Decoder decoder = Families.read(checkpoint)) {
      for (Reference row : expected) {
        double[] scores = TokenScores.logProbs(decoder, PackedTokens.rows(List.of(row.ids())));
        assertThat(row.worst(scores)).isLessThan(2e-5);
      }
      for (LinearKernel kernel : LinearKernel.exact()) {
        try (Inference inference = decoder.inference(KernelChoice.always(kernel))) {
          List<int[]> prompts = expected.stream().map(Reference::ids).toList();
          assertThat(Reference.greedy(inference, prompts, 16))
              .usingRecursiveComparison()
              .isEqualTo(expected.stream().map(Reference::greedy).toList());
        }
      }
    }
  }

  @Test
  @Tag("real")
  void smollm2ScoresAndContinuesAsInTransformers() {
    List<Reference> expected = Reference.read("smollm2-expected.json.gz");
    try (Checkpoint checkpoint = Checkpoint.open(smollm2());
        Decoder decoder = Families.read(checkpoint)) {
      for (Reference row : expected) {
        double[] scores = TokenScores.logProbs(decoder, PackedTokens.rows(List.of(row.ids())));
        assertThat(row.worst(scores)).isLessThan(1e-3);
      }
      for (LinearKernel kernel : LinearKernel.exact()) {
        try (Inference inference = decoder.inference(KernelChoice.always(kernel))) {
          assertThat(same(inference, expected, 1)).isGreaterThanOrEqualTo(19);
          assertThat(same(inference, expected, 16)).isGreaterThanOrEqualTo(19);
        }
      }
    }
  }

  /** Count the rows whose whole continuation is the reference's, up to its end token. */
  private static long same(Inference inference, List<Reference> expected, int batch) {
    List<int[]> prompts = expected.stream().map(Reference::start).toList();
    List<int[]> answers = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += batch) {
      int to = Math.min(from + batch, prompts.size());
      answers.addAll(Reference.greedy(inference, prompts.subList(from, to), 64));
    }
    return IntStream.range(0, prompts.size())
        .filter(
            i -> {
              int[] reference = expected.get(i).greedy();
              return Arrays.equals(Arrays.copyOf(answers.get(i), reference.length), reference);
            })
        .count();
  }

  private static Path smollm2() {
    String folder = System.getenv("BALLAST_SMOLLM2");
    if (folder == null) {
      Assumptions.abort("set BALLAST_SMOLLM2 to a folder with SmolLM2-135M-Instruct");
    }
    return Path.of(folder);
  }
}
