package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SafetensorsFuzzTest {
  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    long before = Live.count();
    Path file = FuzzInput.file("fuzz.safetensors", data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          try (Safetensors weights = Safetensors.read(file);
              Scope _ = Scope.open()) {
            for (String name : weights.names()) {
              assertThat(weights.read(name).numel()).isEqualTo(weights.entry(name).numel());
            }
          }
        });
    assertThat(Live.count()).isEqualTo(before);
  }
}
