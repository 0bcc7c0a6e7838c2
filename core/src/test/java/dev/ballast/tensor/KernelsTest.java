package dev.ballast.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {
  private static final LinearShape SHAPE = new LinearShape(24, 16);

  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 40, 300})
  void bothKernelsGiveTheProduct(int rows) {
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(rows);
      Tensor x = Tensors.randn(random, 1, rows, 16);
      Tensor weight = Tensors.randn(random, 1, 24, 16);
      float[] expected = Nn.linear(x, weight).toFloats();
      for (LinearKernel kernel : LinearKernel.exact()) {
        try (LinearMap map = LinearMap.of(weight, KernelChoice.always(kernel))) {
          assertThat(map.apply(x).toFloats()).containsExactly(expected, within(1e-5f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 40, 300})
  void weightsOfBfloat16KeepTheProductIn16Bits(int rows) {
    assumeTrue(Machine.isX86());
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(rows);
      Tensor x = Tensors.randn(random, 1, rows, 96);
      Tensor weight = Tensors.randn(random, 1, 40, 96).to(Dtype.BF16).to(Dtype.F32);
      weight.narrow(0, 0, 1).fillInPlace(0x1p-30);
      Tensor exact = Nn.linear(x, weight);
      try (LinearMap map = LinearMap.of(weight, KernelChoice.always(LinearKernel.HALF))) {
        assertThat(map.usesWeight()).isFalse();
        assertThat(map.apply(x).toFloats()).containsExactly(exact.toFloats(), within(2e-5f));
      }
    }
  }

  @Test
  void aWeightThatNeedsMoreDigitsIsNotRounded() {
    assumeTrue(Machine.isX86());
    KernelChoice choice = KernelChoice.decode(Map.of("24x16@1", "ONEDNN", "24x16@1 half", "HALF"));
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(1);
      Tensor x = Tensors.randn(random, 1, 1, 16);
      Tensor fine = Tensors.randn(random, 1, 24, 16);
      Tensor coarse = fine.to(Dtype.BF16).to(Dtype.F32);
      assertThat(product(coarse, LinearKernel.HALF, x)).isEqualTo(product(coarse, choice, x));
      assertThat(product(fine, LinearKernel.ONEDNN, x)).isEqualTo(product(fine, choice, x));
      for (float wide : new float[] {1.0001f, 70_000, Float.POSITIVE_INFINITY, Float.NaN}) {
        Tensor changed = coarse.add(0);
        changed.narrow(0, 23, 1).narrow(1, 15, 1).fillInPlace(wide);
        assertThatThrownBy(() -> product(changed, LinearKernel.HALF, x))
            .as(String.valueOf(wide))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("16 bits");
      }
    }
  }

  private static float[] product(Tensor weight, LinearKernel kernel, Tensor x) {
    return product(weight, KernelChoice.always(kernel), x);
  }

  private static float[] product(Tensor weight, KernelChoice choice, Tensor x) {
    try (LinearMap map = LinearMap.of(weight, choice)) {
      return map.apply(x).toFloats();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 40, 300})
  void int8IsNearTheProductAndEachRowIsItsOwn(int rows) {
    try (Scope _ = Scope.open()) {
      SplittableRandom random = new SplittableRandom(rows);
      // Rows of very different size: what rounds them together would drown the small ones.
      Tensor sizes = Tensors.randn(random, 3, rows, 1).exp();
      Tensor x = Tensors.randn(random, 1, rows, 96).mul(sizes);
      Tensor weight = Tensors.randn(random, 1, 40, 96);
      Tensor exact = Nn.linear(x, weight);
      try (LinearMap map = LinearMap.of(weight, KernelChoice.always(LinearKernel.INT8))) {
        assertThat(map.usesWeight()).isFalse();
        Tensor product = map.apply(x);
        for (int row = 0; row < rows; row++) {
          double off = largest(product.narrow(0, row, 1).sub(exact.narrow(0, row, 1)));
          assertThat(off).isBetween(1e-9, 0.06 * largest(exact.narrow(0, row, 1)));
          assertThat(map.apply(x.narrow(0, row, 1)).equalTo(product.narrow(0, row, 1))).isTrue();
        }
      }
    }
  }

  @Test
  void int8KeepsZerosAndLeavesNoNumbersInTheirRow() {
    try (Scope _ = Scope.open()) {
      Tensor weight = Tensors.randn(new SplittableRandom(1), 1, 24, 16);
      weight.narrow(0, 3, 1).fillInPlace(0);
      Tensor x = Tensors.full(1, 3, 16);
      x.narrow(0, 0, 1).fillInPlace(0);
      x.narrow(0, 1, 1).narrow(1, 0, 1).fillInPlace(Double.NaN);
      try (LinearMap map = LinearMap.of(weight, KernelChoice.always(LinearKernel.INT8))) {
        Tensor product = map.apply(x);
        assertThat(product.select(0, 0).toFloats()).containsOnly(0f);
        assertThat(product.select(0, 1).toFloats()).containsOnly(Float.NaN);
        assertThat(product.select(0, 2).allFinite()).isTrue();
        assertThat(product.select(0, 2).toFloats()[3]).isZero();
      }
    }
  }

  @Test
  void noMeasurementPicksAKernelThatRounds() {
    KernelChoice measured = Kernels.measure(List.of(SHAPE));
    assertThat(measured.isExact()).isTrue();
    assertThat(KernelChoice.always(LinearKernel.INT8).isExact()).isFalse();
    assertThat(Machine.int8Steps()).isIn(63, 127);
  }

  private static double largest(Tensor x) {
    double largest = 0;
    for (double value : x.toDoubles()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void aChoiceSurvivesItsEncoding() {
    KernelChoice choice = Kernels.measure(List.of(SHAPE));
    assertThat(choice.encode()).hasSize(16).containsKeys("24x16@16", "24x16@16 half");
    assertThat(KernelChoice.decode(choice.encode())).isEqualTo(choice);
    assertThatThrownBy(() -> KernelChoice.decode(Map.of("24x16@1", "CUDA")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CUDA");
  }

  @Test
  void rowsFallIntoTheMeasuredClassBelow() {
    KernelChoice choice = KernelChoice.decode(Map.of("24x16@4", "ONEDNN"));
    assertThat(choice.of(24, 16, 7)).isEqualTo(LinearKernel.ONEDNN);
    assertThat(choice.of(24, 16, 8)).isEqualTo(LinearKernel.BLAS);
    assertThat(choice.of(16, 24, 4)).isEqualTo(LinearKernel.BLAS);
  }

  @Test
  void aMeasurementIsRememberedForThisCpuAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cache/kernels.tsv");
    KernelChoice first = KernelChooser.remembered(file).choose(List.of(SHAPE));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(16).allMatch(line -> line.startsWith(Machine.cpu() + "\t"));
    String other = lines.getFirst().replace(Machine.cpu(), "another CPU");
    String own = lines.stream().filter(l -> l.contains("@1 half")).findFirst().orElseThrow();
    Files.write(file, List.of(other, own));
    KernelChoice second = KernelChooser.remembered(file).choose(List.of(SHAPE));
    assertThat(first.encode()).containsAllEntriesOf(second.encode());
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void theMachineTellsItsFacts() {
    assertThat(Machine.cpu()).isNotBlank();
    assertThat(Machine.threads()).isPositive();
    assertThat(Machine.blas()).isIn("mkl", "openblas", "unknown");
    assertThat(Machine.allocator()).isIn("jemalloc", "tcmalloc", "system");
    assertThat(Machine.torchConfig()).contains("PyTorch");
    assertThat(Machine.gigaflops(64)).isPositive();
    Machine.freeMemory().ifPresent(bytes -> assertThat(bytes).isPositive());
  }
}
