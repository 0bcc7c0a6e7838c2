package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecomputedPassTest {
  /** Pack the first row of a family twice. */
  private static PackedTokens tokens(FamilyCase family) {
    int[] ids = family.rows().getFirst().ids();
    return PackedTokens.rows(List.of(ids, ids));
  }

  private static Map<String, double[]> gradients(
      Decoder model, PackedTokens tokens, Activations activations) {
    try (Scope _ = Scope.open()) {
      ForwardPass pass = model.pass(tokens, activations);
      Tensor hidden = pass.hidden();
      pass.backward(hidden, Tensors.randn(new SplittableRandom(2), 1, hidden.shape()));
    }
    return TinyLlama.gradients(model);
  }

  @Test
  void everyFamilyHasTheSameGradients() {
    for (FamilyCase family : FamilyCase.all()) {
      try (Decoder model = Families.random(family.config(), new SplittableRandom(1))) {
        var _ = model.trainable(List.of("*"));
        PackedTokens tokens = tokens(family);
        Map<String, double[]> kept = gradients(model, tokens, Activations.KEPT);
        Map<String, double[]> again = gradients(model, tokens, Activations.RECOMPUTED);
        assertThat(again).as(family.name()).containsOnlyKeys(kept.keySet());
        kept.forEach((name, values) -> assertClose(family.name() + name, again.get(name), values));
      }
    }
  }

  private static void assertClose(String name, double[] values, double[] wanted) {
    assertThat(values).as(name).containsExactly(wanted, within(1e-6));
  }

  @Test
  void aFrozenModelHasNone() {
    FamilyCase family = FamilyCase.all().getFirst();
    try (Decoder model = Families.random(family.config(), new SplittableRandom(1))) {
      assertThat(gradients(model, tokens(family), Activations.RECOMPUTED)).isEmpty();
    }
  }
}
