package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import dev.ballast.json.Json;
import org.junit.jupiter.api.Timeout;

/** PEFT's {@code adapter_config.json}, read and applied to a model. */
@Timeout(60)
class LoraConfigFuzzTest {
  private static final ModelConfig MODEL = Families.config(TinyLlama.config(""));

  @FuzzTest(maxDuration = "5m 27s")
  void read(byte[] data) {
    String text = FuzzInput.text(data);
    FuzzInput.readOrRefuse(
        data.length,
        () -> {
          LoraConfig config = LoraConfig.of(Json.tree(text));
          AdapterOutline outline = AdapterOutline.of(config, MODEL);
          assertThat(outline.sizes().values()).allMatch(size -> size > 0);
        });
  }
}
