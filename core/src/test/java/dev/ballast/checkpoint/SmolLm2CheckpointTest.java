package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The GGUF of SmolLM2-135M-Instruct against the folder that transformers made of it. */
@Tag("real")
class SmolLm2CheckpointTest {
  @TempDir Path folder;

  private static Checkpoint open(String variable) {
    String path = System.getenv(variable);
    if (path == null || path.isBlank()) {
      return Assumptions.abort("set " + variable + " (see tools/fetch-smollm2.sh)");
    }
    return Checkpoint.open(Path.of(path));
  }

  @Test
  void everyTensorOfTheGgufEqualsTheFolders() {
    long before = Live.count();
    try (Checkpoint gguf = open("BALLAST_SMOLLM2_GGUF");
        Checkpoint hf = open("BALLAST_SMOLLM2")) {
      sameWeights(gguf, hf);
    }
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void theSavedGgufEqualsTheFolderToo() {
    try (Checkpoint gguf = open("BALLAST_SMOLLM2_GGUF");
        Checkpoint hf = open("BALLAST_SMOLLM2")) {
      Path out = folder.resolve("out");
      CheckpointWriter.write(out, gguf.config(), gguf.weights(), Dtype.F32, Extras.of(gguf));
      try (Checkpoint saved = Checkpoint.open(out)) {
        sameWeights(saved, hf);
      }
    }
  }

  private static void sameWeights(Checkpoint one, Checkpoint other) {
    assertThat(one.weights().names())
        .containsExactlyInAnyOrderElementsOf(other.weights().names())
        .hasSize(272);
    for (String name : one.weights().names()) {
      try (Scope _ = Scope.open()) {
        float[] values = one.weights().read(name).toFloats();
        float[] expected = other.weights().read(name).toFloats();
        assertThat(values).as(name).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
          worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        }
        assertThat(worst).as(name).isLessThanOrEqualTo(1e-6);
      }
    }
  }

  @Test
  void configurationsAgree() {
    try (Checkpoint gguf = open("BALLAST_SMOLLM2_GGUF");
        Checkpoint hf = open("BALLAST_SMOLLM2")) {
      List<String> keys =
          List.of(
              "architectures",
              "model_type",
              "hidden_size",
              "intermediate_size",
              "num_hidden_layers",
              "num_attention_heads",
              "num_key_value_heads",
              "head_dim",
              "max_position_embeddings",
              "vocab_size",
              "tie_word_embeddings",
              "bos_token_id",
              "eos_token_id",
              "pad_token_id");
      for (String key : keys) {
        assertThat(gguf.config().path(key)).as(key).isEqualTo(hf.config().path(key));
      }
      assertThat(gguf.config().path("rms_norm_eps").doubleValue())
          .isEqualTo(hf.config().path("rms_norm_eps").doubleValue(), within(1e-12));
      assertThat(gguf.chatTemplate()).isEqualTo(hf.chatTemplate());
      assertThat(gguf.ggufVocabulary().orElseThrow().tokens()).hasSize(49152);
    }
  }
}
