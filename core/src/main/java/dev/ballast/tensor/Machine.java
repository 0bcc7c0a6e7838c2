package dev.ballast.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/** Facts about the machine that decide how fast tensors are. */
public final class Machine {
  private static final Path PROC = Path.of("/proc");

  /** 256 MiB: more than any cache. */
  private static final long READ_NUMBERS = 1L << 26;

  private Machine() {}

  /** Return the CPU's own name, or the architecture where the system does not tell. */
  public static String cpu() {
    return field(PROC.resolve("cpuinfo"), "model name")
        .orElseGet(() -> System.getProperty("os.arch", "unknown"));
  }

  /** Tell whether this is an x86 processor of 64 bits. */
  public static boolean isX86() {
    return List.of("amd64", "x86_64").contains(System.getProperty("os.arch", "unknown"));
  }

  /**
   * Return how many steps of a channel's largest weight {@link LinearKernel#INT8} tells apart, as
   * tried on this CPU: 127, or 63 where sums of 16 bits would overflow (no VNNI).
   */
  public static int int8Steps() {
    return Int8Weight.steps();
  }

  /** Return how many threads one operation uses. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** Use that many threads for every operation from now on. */
  public static void useThreads(int threads) {
    torch.set_num_threads(threads);
  }

  /** Return memory that programs could still take, in bytes; empty where the system is silent. */
  public static Optional<Long> freeMemory() {
    return kilobytes("meminfo", "MemAvailable");
  }

  /** Return the memory that this process holds, in bytes; empty where the system is silent. */
  public static Optional<Long> residentMemory() {
    return kilobytes("self/status", "VmRSS");
  }

  /** Return the most memory that this process ever held, in bytes. */
  public static Optional<Long> peakMemory() {
    return kilobytes("self/status", "VmHWM");
  }

  private static Optional<Long> kilobytes(String file, String name) {
    return field(PROC.resolve(file), name)
        .map(text -> Long.parseLong(text.replaceAll("\\D", "")) << 10);
  }

  /** Return the BLAS behind matrix products: {@code mkl}, {@code openblas} or {@code unknown}. */
  public static String blas() {
    return loaded("libmkl_rt", "libmkl_core")
        ? "mkl"
        : loaded("libopenblas", "libblas") ? "openblas" : "unknown";
  }

  /** Return the preloaded allocator: {@code jemalloc}, {@code tcmalloc} or {@code system}. */
  public static String allocator() {
    return loaded("libjemalloc") ? "jemalloc" : loaded("libtcmalloc") ? "tcmalloc" : "system";
  }

  /** Return libtorch's own description of its build. */
  public static String torchConfig() {
    return torch.show_config().getString();
  }

  /** Return GFLOP/s of a square F32 product of this size. */
  public static double gigaflops(int size) {
    return Kernels.gigaflops(new LinearShape(size, size), size)
        .getOrDefault(LinearKernel.BLAS, 0.0);
  }

  /**
   * Return how many times as fast products of BF16 are as those of F32 on this CPU; far below 1
   * where it has no such arithmetic.
   */
  public static double bf16Gain() {
    return productSeconds(Dtype.F32) / productSeconds(Dtype.BF16);
  }

  private static double productSeconds(Dtype dtype) {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      Tensor matrix = Tensors.full(0.5, 256, 256).to(dtype);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < 3; i++) {
        long begun = System.nanoTime();
        Tensor _ = Nn.linear(matrix, matrix);
        best = Math.min(best, (System.nanoTime() - begun) / 1e9);
      }
      return best;
    }
  }

  /** Return how many bytes a second all threads together read from memory, the best of three. */
  public static double readBandwidth() {
    try (NoGrad _ = NoGrad.open();
        Scope _ = Scope.open()) {
      Tensor large = Tensors.full(1, READ_NUMBERS);
      double best = 0;
      for (int i = 0; i < 3; i++) {
        long begun = System.nanoTime();
        var _ = large.sum().item();
        double seconds = (System.nanoTime() - begun) / 1e9;
        best = Math.max(best, READ_NUMBERS * Float.BYTES / seconds);
      }
      return best;
    }
  }

  private static boolean loaded(String... libraries) {
    List<String> names = List.of(libraries);
    return lines(PROC.resolve("self/maps")).stream()
        .anyMatch(line -> names.stream().anyMatch(line::contains));
  }

  private static Optional<String> field(Path file, String name) {
    try (Stream<String> lines = lines(file).stream()) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    }
  }

  /** A system without this file says nothing. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
