package dev.ballast.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Multiplication by one fixed transposed weight, without gradients, by the kernel chosen for each
 * number of rows. The weight must not change, and must outlive the map where it {@linkplain
 * #usesWeight uses} it.
 */
public final class LinearMap implements AutoCloseable {
  private final Owned owner = new Owned();
  private final Tensor weight;
  private final LinearKernel[] byRowClass;
  private final Optional<Tensor> onednn;
  private final Optional<HalfWeight> half;
  private final Optional<Int8Weight> int8;

  private LinearMap(Tensor weight, LinearKernel[] byRowClass) {
    this.weight = weight;
    this.byRowClass = byRowClass;
    onednn = layout(LinearKernel.ONEDNN, this::packed);
    half = layout(LinearKernel.HALF, HalfWeight::of);
    int8 = layout(LinearKernel.INT8, Int8Weight::of);
  }

  private <T> Optional<T> layout(LinearKernel kernel, Function<Tensor, T> make) {
    return uses(kernel) ? Optional.of(make.apply(weight)) : Optional.empty();
  }

  private Tensor packed(Tensor plain) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      return owner.keep(Onednn.pack(plain));
    }
  }

  /**
   * Prepare a weight.
   *
   * @param weight F32 (out, in), contiguous
   * @throws IllegalArgumentException when 16 bits are chosen for any weight, and this one needs
   *     more
   */
  public static LinearMap of(Tensor weight, KernelChoice choice) {
    long out = weight.size(0);
    long in = weight.size(1);
    LinearKernel[] forHalf = byRowClass(rows -> choice.ofHalf(out, in, rows));
    if (uses(forHalf, LinearKernel.HALF) && HalfWeight.keeps(weight)) {
      return new LinearMap(weight, forHalf);
    }
    LinearKernel[] forAny = byRowClass(rows -> choice.of(out, in, rows));
    if (uses(forAny, LinearKernel.HALF)) {
      throw new IllegalArgumentException("a weight has more digits than the 16 bits chosen for it");
    }
    return new LinearMap(weight, forAny);
  }

  private static LinearKernel[] byRowClass(IntFunction<LinearKernel> kernel) {
    return Arrays.stream(KernelChoice.rowClasses()).mapToObj(kernel).toArray(LinearKernel[]::new);
  }

  /** Tell whether the weight itself is multiplied by, and not only a copy in another layout. */
  public boolean usesWeight() {
    return uses(LinearKernel.BLAS);
  }

  private boolean uses(LinearKernel kernel) {
    return uses(byRowClass, kernel);
  }

  private static boolean uses(LinearKernel[] kernels, LinearKernel kernel) {
    return Arrays.asList(kernels).contains(kernel);
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
      case ONEDNN -> Onednn.linear(x, onednn.orElseThrow());
      case HALF -> half.orElseThrow().apply(x);
      case INT8 -> int8.orElseThrow().apply(x);
    };
  }

  @Override
  public void close() {
    half.ifPresent(HalfWeight::close);
    int8.ifPresent(Int8Weight::close);
    owner.close();
  }
}
