package dev.ballast.tensor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Multiplication by one fixed transposed weight, without gradients, by the kernel chosen for each
 * number of rows. The weight must outlive it and must not change.
 */
public final class LinearMap implements AutoCloseable {
  private final Owned owner = new Owned();
  private final Tensor weight;
  private final Map<LinearKernel, Tensor> layouts = new EnumMap<>(LinearKernel.class);
  private final LinearKernel[] byRowClass;

  private LinearMap(Tensor weight, LinearKernel[] byRowClass) {
    this.weight = weight;
    this.byRowClass = byRowClass;
    layouts.put(LinearKernel.BLAS, weight);
    if (Arrays.asList(byRowClass).contains(LinearKernel.ONEDNN)) {
      try (NoGrad _ = NoGrad.open();
          Scope _ = Scope.open()) {
        layouts.put(LinearKernel.ONEDNN, owner.keep(Onednn.pack(weight)));
      }
    }
  }

  /**
   * Prepare a weight.
   *
   * @param weight F32 (out, in), contiguous
   */
  public static LinearMap of(Tensor weight, KernelChoice choice) {
    LinearKernel[] kernels =
        Arrays.stream(KernelChoice.rowClasses())
            .mapToObj(rows -> choice.of(weight.size(0), weight.size(1), rows))
            .toArray(LinearKernel[]::new);
    return new LinearMap(weight, kernels);
  }

  /**
   * Multiply.
   *
   * @param x F32 (rows, in)
   * @return (rows, out)
   */
  public Tensor apply(Tensor x) {
    int rowClass = KernelChoice.rowClass(x.size(0));
    int index = Arrays.binarySearch(KernelChoice.rowClasses(), rowClass);
    return switch (byRowClass[index]) {
      case BLAS -> Nn.linear(x, weight);
      case ONEDNN -> Onednn.linear(x, layouts.getOrDefault(LinearKernel.ONEDNN, weight));
    };
  }

  @Override
  public void close() {
    owner.close();
  }
}
