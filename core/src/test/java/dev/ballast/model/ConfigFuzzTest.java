package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import dev.ballast.json.Json;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfigFuzzTest {
  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    String text = FuzzInput.text(data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          ModelConfig config = Families.config(Json.tree(text));
          assertThat(config.heads() % config.kvHeads()).isZero();
          assertThat(Families.layout(config).parameters()).isNotEmpty();
        });
  }
}
