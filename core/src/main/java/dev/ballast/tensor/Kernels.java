package dev.ballast.tensor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Measures linear kernels: which is fastest differs between machines and shapes. */
public final class Kernels {
  /** Weights are cycled through this much memory, so that caches do not flatter a kernel. */
  private static final long COLD_BYTES = 48L << 20;

  private static final int MOST_COPIES = 30;

  private static final int ROUNDS = 5;

  private Kernels() {}

  /**
   * How fast the exact kernels multiply by weights of one shape.
   *
   * @param rows of the input
   * @param gigaflops billions of operations a second, two a weight and row
   */
  public record Rates(LinearShape shape, int rows, Map<LinearKernel, Double> gigaflops) {
    /** Return the kernel to use: a packed copy costs memory, so it has to pay. */
    public LinearKernel best() {
      double packed = gigaflops.getOrDefault(LinearKernel.ONEDNN, 0.0);
      double plain = gigaflops.getOrDefault(LinearKernel.BLAS, 0.0);
      return 0.95 * packed > plain ? LinearKernel.ONEDNN : LinearKernel.BLAS;
    }

    /** Return {@code <out>x<in>@<rows>}. */
    public String key() {
      return KernelChoice.key(shape.out(), shape.in(), rows);
    }
  }

  /** Time every exact kernel on every shape and keep the fastest. */
  public static KernelChoice measure(List<LinearShape> shapes) {
    Map<String, LinearKernel> fastest = new HashMap<>();
    rates(shapes).forEach(measured -> fastest.put(measured.key(), measured.best()));
    return new KernelChoice(fastest);
  }

  /** Time every exact kernel on every shape, for one row and for more. */
  public static List<Rates> rates(List<LinearShape> shapes) {
    List<Rates> rates = new ArrayList<>();
    for (LinearShape shape : shapes.stream().distinct().toList()) {
      try (Bench bench = new Bench(shape)) {
        for (int rows : KernelChoice.rowClasses()) {
          rates.add(new Rates(shape, rows, bench.gigaflops(rows)));
        }
      }
    }
    return rates;
  }

  /** Return GFLOP/s of each exact kernel for one shape and number of rows. */
  public static Map<LinearKernel, Double> gigaflops(LinearShape shape, int rows) {
    try (Bench bench = new Bench(shape)) {
      return bench.gigaflops(rows);
    }
  }

  /** Copies of one weight under every exact kernel. */
  private static final class Bench implements AutoCloseable {
    private final Owned owner = new Owned();
    private final Map<LinearKernel, List<LinearMap>> maps = new EnumMap<>(LinearKernel.class);
    private final LinearShape shape;

    Bench(LinearShape shape) {
      this.shape = shape;
      long bytes = 4 * shape.out() * shape.in();
      int copies = Math.clamp(COLD_BYTES / bytes, 1, MOST_COPIES);
      try (Scope _ = Scope.open()) {
        List<Tensor> weights =
            IntStream.range(0, copies)
                .mapToObj(_ -> owner.keep(Tensors.full(0.5, shape.out(), shape.in())))
                .toList();
        for (LinearKernel kernel : LinearKernel.exact()) {
          KernelChoice choice = KernelChoice.always(kernel);
          maps.put(kernel, weights.stream().map(w -> LinearMap.of(w, choice)).toList());
        }
      }
    }

    Map<LinearKernel, Double> gigaflops(int rows) {
      double flops = 2e-9 * shape.out() * shape.in() * rows;
      Map<LinearKernel, Double> result = new EnumMap<>(LinearKernel.class);
      try (NoGrad _ = NoGrad.open();
          Scope _ = Scope.open()) {
        Tensor x = Tensors.full(0.5, rows, shape.in());
        maps.forEach((kernel, copies) -> result.put(kernel, flops / shortest(copies, x)));
      }
      return result;
    }

    /** The shortest round: others on the machine can only lengthen one. */
    private static double shortest(List<LinearMap> copies, Tensor x) {
      return LongStream.generate(() -> nanos(copies, x)).limit(ROUNDS).min().orElseThrow()
          * 1e-9
          / copies.size();
    }

    private static long nanos(List<LinearMap> copies, Tensor x) {
      long start = System.nanoTime();
      for (LinearMap map : copies) {
        try (Scope _ = Scope.open()) {
          Tensor _ = map.apply(x);
        }
      }
      return System.nanoTime() - start;
    }

    @Override
    public void close() {
      maps.values().forEach(copies -> copies.forEach(LinearMap::close));
      owner.close();
    }
  }
}
