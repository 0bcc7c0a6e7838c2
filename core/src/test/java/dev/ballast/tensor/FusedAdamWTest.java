package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusedAdamWTest {
  private static final FusedAdamW.Settings SETTINGS = new FusedAdamW.Settings(0.9, 0.999, 1e-8);

  private static Tensor weight(Owned owned, float... values) {
    try (Scope _ = Scope.open()) {
      return owned.keep(Tensors.ofFloats(values, values.length)).requireGrad();
    }
  }

  /** Backward of Σ w²/2 · factor: the gradient is w · factor. */
  private static void gradient(Tensor weight, double factor) {
    try (Scope _ = Scope.open()) {
      weight.square().sum().mul(factor / 2).backward();
    }
  }

  @Test
  void equalsTheFormulaByHand() {
    try (Owned owned = new Owned()) {
      Tensor w = weight(owned, 2f);
      Tensor spared = weight(owned, 2f);
      var groups =
          List.of(
              new FusedAdamW.Group(Map.of("w", w), 0.1),
              new FusedAdamW.Group(Map.of("n", spared), 0));
      try (FusedAdamW adam = new FusedAdamW(groups, SETTINGS)) {
        double byHand = 2;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 3; t++) {
          double g = byHand;
          gradient(w, 1);
          gradient(spared, 1);
          adam.step(0.01);
          m = 0.9 * m + 0.1 * g;
          v = 0.999 * v + 0.001 * g * g;
          byHand *= 1 - 0.01 * 0.1;
          byHand -=
              0.01
                  * (m / (1 - Math.pow(0.9, t)))
                  / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
          assertThat(w.item()).isCloseTo(byHand, within(1e-6));
        }
        assertThat(spared.item()).isGreaterThan(w.item());
        assertThat(w.hasGrad()).isFalse();
        assertThat(adam.steps()).isEqualTo(3);
      }
    }
  }

  @Test
  void goesOnFromItsSavedState() {
    try (Owned owned = new Owned()) {
      Tensor whole = weight(owned, 1f, -2f);
      Tensor first = weight(owned, 1f, -2f);
      try (FusedAdamW a = adam(whole);
          FusedAdamW b = adam(first);
          FusedAdamW c = adam(first);
          Scope _ = Scope.open()) {
        for (int i = 0; i < 4; i++) {
          gradient(whole, 1 + i);
          a.step(0.1);
        }
        for (int i = 0; i < 4; i++) {
          gradient(first, 1 + i);
          if (i == 2) {
            Map<String, Tensor> saved = new HashMap<>();
            b.state().forEach((name, tensor) -> saved.put(name, tensor.copy()));
            c.restore(saved::get, b.steps());
          }
          (i < 2 ? b : c).step(0.1);
        }
        assertThat(first.equalTo(whole)).isTrue();
        assertThat(b.state()).containsOnlyKeys("exp_avg.w", "exp_avg_sq.w");
      }
    }
  }

  @Test
  void skipsParametersWithoutGradientAndLeavesNothingBehind() {
    long before = Live.count();
    try (Owned owned = new Owned()) {
      Tensor w = weight(owned, 1f);
      try (FusedAdamW adam = adam(w)) {
        adam.step(0.1);
        assertThat(w.item()).isEqualTo(1);
      }
    }
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void clipsAllGradientsTogether() {
    try (Owned owned = new Owned()) {
      Tensor a = weight(owned, 3f);
      Tensor b = weight(owned, 4f);
      gradient(a, 1);
      gradient(b, 1);
      assertThat(Gradients.norm(List.of(a, b))).isCloseTo(5, within(1e-6));
      assertThat(Gradients.clip(List.of(a, b), 1)).isCloseTo(5, within(1e-6));
      try (Scope _ = Scope.open()) {
        assertThat(a.grad().item()).isCloseTo(0.6, within(1e-5));
        assertThat(b.grad().item()).isCloseTo(0.8, within(1e-5));
      }
    }
  }

  private static FusedAdamW adam(Tensor weight) {
    return new FusedAdamW(List.of(new FusedAdamW.Group(Map.of("w", weight), 0)), SETTINGS);
  }
}
