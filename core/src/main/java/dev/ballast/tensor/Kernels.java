package dev.ballast.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Measures linear kernels: which is fastest differs between machines and shapes. */
public final class Kernels {
  /** Weights are cycled through this much memory, so that caches do not flatter a kernel. */
  private static final long COLD_BYTES = 48L << 20;

  private static final int MOST_COPIES = 30;

  private static final int ROUNDS = 5;

  /** Of a round: where one call has as many, one is enough. */
  private static final double ROUND_FLOPS = 1e8;

  private Kernels() {}

  /**
   * How fast the exact kernels multiply by weights of one shape.
   *
   * @param rows of the input
   * @param gigaflops billions of operations a second, two a weight and row
   */
  public record Rates(LinearShape shape, int rows, Map<LinearKernel, Double> gigaflops) {
    /** Return the kernel to use for any weight. */
    public LinearKernel best() {
      return best(LinearKernel.exact());
    }

    /** Return the kernel to use for a weight that has no more digits than float16. */
    public LinearKernel bestForHalf() {
      return best(LinearKernel.exactForHalf());
    }

    /** A packed copy costs memory, so it has to pay. */
    private LinearKernel best(List<LinearKernel> kernels) {
      return Collections.max(
          kernels,
          Comparator.comparingDouble(
              kernel ->
                  (kernel == LinearKernel.BLAS ? 1 : 0.95) * gigaflops.getOrDefault(kernel, 0.0)));
    }

    /** Return {@code <out>x<in>@<rows>}. */
    public String key() {
      return KernelChoice.key(shape.out(), shape.in(), rows);
    }

    private String halfKey() {
      return KernelChoice.halfKey(shape.out(), shape.in(), rows);
    }
  }

  /** Time every exact kernel on every shape and keep the fastest. */
  public static KernelChoice measure(List<LinearShape> shapes) {
    Map<String, LinearKernel> fastest = new HashMap<>();
    for (Rates measured : rates(shapes)) {
      fastest.put(measured.key(), measured.best());
      fastest.put(measured.halfKey(), measured.bestForHalf());
    }
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
    private final int copies;

    Bench(LinearShape shape) {
      this.shape = shape;
      long bytes = 4 * shape.out() * shape.in();
      copies = Math.clamp(COLD_BYTES / bytes, 1, MOST_COPIES);
      try (Scope _ = Scope.open()) {
        List<Tensor> weights =
            IntStream.range(0, copies)
                .mapToObj(_ -> owner.keep(Tensors.full(0.5, shape.out(), shape.in())))
                .toList();
        for (LinearKernel kernel : measured()) {
          KernelChoice choice = KernelChoice.always(kernel);
          maps.put(kernel, weights.stream().map(w -> LinearMap.of(w, choice)).toList());
        }
      }
    }

    /** What packs 16 bits is made for x86 alone. */
    private static List<LinearKernel> measured() {
      return Machine.isX86() ? LinearKernel.exactForHalf() : LinearKernel.exact();
    }

    Map<LinearKernel, Double> gigaflops(int rows) {
      double flops = 2.0 * shape.out() * shape.in() * rows;
      int calls = (int) Math.clamp(ROUND_FLOPS / flops, 1, copies);
      Map<LinearKernel, Double> result = new EnumMap<>(LinearKernel.class);
      try (NoGrad _ = NoGrad.open();
          Scope _ = Scope.open()) {
        Tensor x = Tensors.full(0.5, rows, shape.in());
        shortest(x, calls).forEach((kernel, nanos) -> result.put(kernel, flops * calls / nanos));
      }
      return result;
    }

    /**
     * The shortest round of each: others on the machine can only lengthen one. Kernels take turns,
     * so that what else runs for a while does not fall on one of them alone, and so that none finds
     * its own weights in a cache.
     */
    private Map<LinearKernel, Long> shortest(Tensor x, int calls) {
      Map<LinearKernel, Long> shortest = new EnumMap<>(LinearKernel.class);
      for (int round = 0; round < ROUNDS; round++) {
        int first = round * calls;
        maps.forEach(
            (kernel, own) -> shortest.merge(kernel, nanos(own, first, calls, x), Math::min));
      }
      return shortest;
    }

    private static long nanos(List<LinearMap> maps, int first, int calls, Tensor x) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        try (Scope _ = Scope.open()) {
          Tensor _ = maps.get((first + i) % maps.size()).apply(x);
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
