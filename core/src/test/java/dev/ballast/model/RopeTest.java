package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RopeTest {
  private final ModelConfig config = Families.config(TinyLlama.config(""));

  @Test
  void rotationKeepsNorms() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.randn(new SplittableRandom(1), 1, 3, 4, 8);
      Tensor y = Rope.at(new int[] {0, 7, 200}, config).rotate(x);
      float[] norms = x.square().sum(-1).toFloats();
      assertThat(y.square().sum(-1).toFloats()).containsExactly(norms, within(1e-4f));
    }
  }

  @Test
  void positionZeroChangesNothing() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.randn(new SplittableRandom(1), 1, 1, 4, 8);
      assertThat(Rope.at(new int[] {0}, config).rotate(x).equalTo(x)).isTrue();
    }
  }

  @Test
  void scoresDependOnDistanceAlone() {
    try (Scope _ = Scope.open()) {
      Tensor q = Tensors.randn(new SplittableRandom(1), 1, 1, 1, 8);
      Tensor k = Tensors.randn(new SplittableRandom(2), 1, 1, 1, 8);
      assertThat(score(q, 13, k, 5)).isEqualTo(score(q, 108, k, 100), within(1e-4));
      assertThat(score(q, 13, k, 5)).isNotCloseTo(score(q, 14, k, 5), within(1e-3));
    }
  }

  @Test
  void dimensionOneTurnsWithOneHalfOfTheHeadFurther() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.ofFloats(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, 1, 1, 8);
      float[] y = Rope.at(new int[] {1}, config).rotate(x).toFloats();
      assertThat(y[0]).isEqualTo((float) Math.cos(1), within(1e-6f));
      assertThat(y[4]).isEqualTo((float) Math.sin(1), within(1e-6f));
    }
  }

  private double score(Tensor q, int queryPosition, Tensor k, int keyPosition) {
    Tensor rotatedQuery = Rope.at(new int[] {queryPosition}, config).rotate(q);
    Tensor rotatedKey = Rope.at(new int[] {keyPosition}, config).rotate(k);
    return rotatedQuery.mul(rotatedKey).sum().item();
  }
}
