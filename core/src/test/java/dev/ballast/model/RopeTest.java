package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RopeTest {
  private static Rope at(int... positions) {
    TokenRows rows = TokenRows.last(new int[positions.length], positions);
    return Rope.at(rows, new RopeConfig(10_000, 8, new RopeScaling.None()), Placement.CPU);
  }

  @Test
  void rotationKeepsNorms() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.randn(new SplittableRandom(1), 1, 3, 4, 8);
      Tensor y = at(0, 7, 200).rotate(x);
      float[] norms = x.square().sum(-1).toFloats();
      assertThat(y.square().sum(-1).toFloats()).containsExactly(norms, within(1e-4f));
    }
  }

  @Test
  void positionZeroChangesNothing() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.randn(new SplittableRandom(1), 1, 1, 4, 8);
      assertThat(at(0).rotate(x).equalTo(x)).isTrue();
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
      float[] y = at(1).rotate(x).toFloats();
      assertThat(y[0]).isEqualTo((float) Math.cos(1), within(1e-6f));
      assertThat(y[4]).isEqualTo((float) Math.sin(1), within(1e-6f));
    }
  }

  @Test
  void dimensionsBehindTheRotatedOnesStayAsTheyAre() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.ofFloats(new float[] {1, 0, 0, 0, 5, 6}, 1, 1, 6);
      RopeConfig half = new RopeConfig(10_000, 4, new RopeScaling.None());
      float[] y =
          Rope.at(TokenRows.last(new int[1], new int[] {1}), half, Placement.CPU)
              .rotate(x)
              .toFloats();
      assertThat(y[0]).isEqualTo((float) Math.cos(1), within(1e-6f));
      assertThat(y[2]).isEqualTo((float) Math.sin(1), within(1e-6f));
      assertThat(new float[] {y[4], y[5]}).containsExactly(5f, 6f);
    }
  }

  private double score(Tensor q, int queryPosition, Tensor k, int keyPosition) {
    Tensor rotatedQuery = at(queryPosition).rotate(q);
    Tensor rotatedKey = at(keyPosition).rotate(k);
    return rotatedQuery.mul(rotatedKey).sum().item();
  }
}
