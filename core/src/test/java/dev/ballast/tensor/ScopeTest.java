package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @Test
  void tensorsNeedAScope() {
    assertThatThrownBy(() -> Tensors.full(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no scope open");
  }

  @Test
  void aClosedScopeFreesWhatWasMadeInIt() {
    Tensor kept;
    try (Scope _ = Scope.open()) {
      kept = Tensors.full(1, 2);
      assertThat(Live.count()).isEqualTo(before + 1);
    }
    assertThatThrownBy(kept::item).hasMessageContaining("closed");
  }

  @Test
  void oneTensorMayEscapeToTheScopeAround() {
    try (Scope _ = Scope.open()) {
      Tensor sum =
          Scope.returning(
              () -> {
                Tensor x = Tensors.full(2, 3);
                return x.mul(x).sum();
              });
      assertThat(sum.item()).isEqualTo(12);
      assertThat(Live.count()).isEqualTo(before + 1);
    }
  }

  @Test
  void nothingEscapesTheOutermostScope() {
    try (Scope s = Scope.open()) {
      Tensor x = Tensors.full(1, 1);
      assertThatThrownBy(() -> s.escape(x)).hasMessageContaining("outermost");
    }
  }

  @Test
  void ownedTensorsOutliveTheirScope() {
    try (Owned owner = new Owned()) {
      Tensor weight;
      try (Scope _ = Scope.open()) {
        weight = owner.keep(Tensors.full(3, 4));
      }
      try (Scope _ = Scope.open()) {
        assertThat(weight.sum().item()).isEqualTo(12);
      }
      assertThat(owner.bytes()).isEqualTo(16);
    }
  }

  @Test
  void scopesCloseInOrder() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThatThrownBy(outer::close).hasMessageContaining("order");
    inner.close();
    outer.close();
  }

  @Test
  void gradientsComeBackUnlessSwitchedOff() {
    try (Scope _ = Scope.open()) {
      Tensor x = Tensors.ofFloats(new float[] {1, 2, 3}, 3).requireGrad();
      try (NoGrad _ = NoGrad.open()) {
        assertThat(x.square().requiresGrad()).isFalse();
      }
      assertThat(x.square().requiresGrad()).isTrue();
      x.square().sum().backward();
      assertThat(x.grad().toFloats()).containsExactly(2, 4, 6);
      x.dropGrad();
      assertThat(x.hasGrad()).isFalse();
    }
  }
}
