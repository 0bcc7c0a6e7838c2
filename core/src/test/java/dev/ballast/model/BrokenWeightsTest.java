package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokenWeightsTest {
  private static final String NORM = "model.norm.weight";

  @Test
  void weightsThatAreNoNumbersAreNamed() {
    try (Decoder sound = TinyLlama.decoder(7, "")) {
      Map<String, Tensor> weights = sound.parameters();
      try (Decoder broken =
          Families.read(
              TinyLlama.config(""),
              weights.keySet(),
              name ->
                  name.equals(NORM)
                      ? Tensors.full(Double.NaN, weights.get(name).shape())
                      : weights.get(name).detach())) {
        assertThat(broken.broken()).containsExactly(NORM);
      }
      assertThat(sound.broken()).isEmpty();
    }
  }
}
