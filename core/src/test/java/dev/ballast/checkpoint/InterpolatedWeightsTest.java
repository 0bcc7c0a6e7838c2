package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolatedWeightsTest {
  private static MemoryWeights weights(float... values) {
    return MemoryWeights.of(Map.of("w", Tensors.ofFloats(values, values.length)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, -2", "0.25, 2, -1.5", "0.5, 3, -1", "1, 5, 0"})
  void standsSoFarOnTheWayFromTheBase(double alpha, float first, float second) {
    try (Scope _ = Scope.open();
        WeightSource between = InterpolatedWeights.between(weights(1, -2), weights(5, 0), alpha)) {
      assertThat(between.names()).containsExactly("w");
      assertThat(between.entry("w").dtype()).isEqualTo(Dtype.F32);
      assertThat(between.read("w").toFloats()).containsExactly(first, second);
    }
  }

  @Test
  void whatDidNotChangeKeepsItsBits() {
    float[] odd = {0.1f, 1e-30f, -3.3333333f};
    try (Scope _ = Scope.open();
        WeightSource between =
            InterpolatedWeights.between(weights(odd), weights(odd.clone()), 0.7)) {
      assertThat(between.read("w").toFloats()).containsExactly(odd);
    }
  }

  @Test
  void modelsOfOtherShapesOrNamesAreRefused() {
    try (Scope _ = Scope.open()) {
      assertThatThrownBy(
              () -> InterpolatedWeights.between(weights(1, 2, 3), weights(1, 2), 0.5).read("w"))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("two shapes")
          .hasMessageContaining("[3] and [2]");
      MemoryWeights other = MemoryWeights.of(Map.of("v", Tensors.ofFloats(new float[] {1}, 1)));
      assertThatThrownBy(() -> InterpolatedWeights.between(other, weights(1), 0.5).read("w"))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("w");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void alphaIsAShare(double alpha) {
    try (Scope _ = Scope.open()) {
      assertThatThrownBy(() -> InterpolatedWeights.between(weights(1), weights(1), alpha))
          .hasMessageContaining("alpha must be in [0, 1]");
    }
  }
}
