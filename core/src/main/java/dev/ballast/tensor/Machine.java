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

  private Machine() {}

  /** Return the CPU's own name, or the architecture where the system does not tell. */
  public static String cpu() {
    return field(PROC.resolve("cpuinfo"), "model name")
        .orElseGet(() -> System.getProperty("os.arch", "unknown"));
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
    return field(PROC.resolve("meminfo"), "MemAvailable")
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
