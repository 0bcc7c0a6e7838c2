package dev.ballast.tensor;

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

  /** Time every exact kernel on every shape and keep the fastest. */
  public static KernelChoice measure(List<LinearShape> shapes) {
    Map<String, LinearKernel> fastest = new HashMap<>();
    for (LinearShape shape : shapes.stream().distinct().toList()) {
      try (Bench bench = new Bench(shape)) {
        for (int rows : KernelChoice.rowClasses()) {
          Map<LinearKernel, Double> seconds = bench.seconds(rows);
          // A packed copy costs memory: it has to pay.
          boolean pays =
              seconds.getOrDefault(LinearKernel.ONEDNN, 1.0)
                  < 0.95 * seconds.getOrDefault(LinearKernel.BLAS, 0.0);
          fastest.put(
              KernelChoice.key(shape.out(), shape.in(), rows),
              pays ? LinearKernel.ONEDNN : LinearKernel.BLAS);
        }
      }
    }
    return new KernelChoice(fastest);
  }

  /** Return GFLOP/s of each exact kernel for one shape and number of rows. */
  public static Map<LinearKernel, Double> gigaflops(LinearShape shape, int rows) {
    try (Bench bench = new Bench(shape)) {
      double flops = 2e-9 * shape.out() * shape.in() * rows;
      Map<LinearKernel, Double> rates = new EnumMap<>(LinearKernel.class);
      bench.seconds(rows).forEach((kernel, seconds) -> rates.put(kernel, flops / seconds));
      return rates;
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

    Map<LinearKernel, Double> seconds(int rows) {
      Map<LinearKernel, Double> result = new EnumMap<>(LinearKernel.class);
      try (NoGrad _ = NoGrad.open();
          Scope _ = Scope.open()) {
        Tensor x = Tensors.full(0.5, rows, shape.in());
        maps.forEach((kernel, copies) -> result.put(kernel, shortest(copies, x)));
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
