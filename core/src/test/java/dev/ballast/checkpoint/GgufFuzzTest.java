package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tokenizer.Tokenizer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GgufFuzzTest {
  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    long before = Live.count();
    Path file = FuzzInput.file("fuzz.gguf", data);
    FuzzInput.readOrRefuse(data.length, () -> read(file));
    assertThat(Live.count()).isEqualTo(before);
  }

  private static void read(Path file) {
    try (Checkpoint checkpoint = Checkpoint.open(file);
        Scope _ = Scope.open()) {
      assertThat(checkpoint.config().isObject()).isTrue();
      for (String name : checkpoint.weights().names()) {
        long numel = checkpoint.weights().entry(name).numel();
        assertThat(checkpoint.weights().read(name).numel()).isEqualTo(numel);
      }
      assertThat(checkpoint.generationConfig().map(c -> c.isObject()).orElse(true)).isTrue();
      if (checkpoint.ggufVocabulary().isPresent()) {
        try (Tokenizer tokenizer = Tokenizer.of(checkpoint)) {
          assertThat(tokenizer.vocabularySize()).isPositive();
        }
      }
    }
  }
}
