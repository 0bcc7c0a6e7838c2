package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenizerJsonFuzzTest {
  private static final List<String> TEXTS =
      List.of("", "a", "ab ba\n\n 12", "é😀\u2581\t", "a".repeat(40), "<s>a</s>");

  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    Path file = FuzzInput.file("tokenizer.json", data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          try (Tokenizer tokenizer = Tokenizer.fromJson(file, TokenizerFiles.empty())) {
            for (String text : TEXTS) {
              int[] ids = tokenizer.encode(text);
              assertThat(tokenizer.encodeFromStart(text)).isNotNull();
              assertThat(tokenizer.decode(ids)).isNotNull();
            }
          }
        });
  }
}
