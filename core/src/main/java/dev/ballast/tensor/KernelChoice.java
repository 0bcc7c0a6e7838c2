package dev.ballast.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which kernel serves which shape; part of a run's manifest, because kernels round differently.
 *
 * @param kernels by {@code <out>x<in>@<rows>}, rows being the class of {@link #rowClass}; for
 *     weights that fit into 16 bits by the same with {@code half} behind it
 */
public record KernelChoice(Map<String, LinearKernel> kernels) {
  private static final int[] CLASSES = {1, 2, 3, 4, 8, 16, 32, 128};

  public KernelChoice {
    kernels = Map.copyOf(kernels);
  }

  /** Return the choice that uses one kernel everywhere. */
  public static KernelChoice always(LinearKernel kernel) {
    return new KernelChoice(Map.of("*", kernel));
  }

  /**
   * Read what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException for an unknown kernel, naming it
   */
  public static KernelChoice decode(Map<String, String> encoded) {
    Map<String, LinearKernel> kernels = new LinkedHashMap<>();
    encoded.forEach((shape, kernel) -> kernels.put(shape, LinearKernel.valueOf(kernel)));
    return new KernelChoice(kernels);
  }

  /** Return shape → kernel name in the order of the shapes, for a manifest. */
  public Map<String, String> encode() {
    Map<String, String> encoded = new LinkedHashMap<>();
    kernels.keySet().stream()
        .sorted()
        .forEach(shape -> encoded.put(shape, String.valueOf(kernels.get(shape))));
    return encoded;
  }

  /** Return the kernel for a weight (out, in) and a number of rows; BLAS where nothing is known. */
  public LinearKernel of(long out, long in, long rows) {
    return find(key(out, in, rows)).or(() -> find("*")).orElse(LinearKernel.BLAS);
  }

  /** Return the kernel for a weight that has no more digits than float16. */
  LinearKernel ofHalf(long out, long in, long rows) {
    return find(halfKey(out, in, rows)).orElseGet(() -> of(out, in, rows));
  }

  /** Tell whether everything is computed in F32. */
  public boolean isExact() {
    return LinearKernel.exactForHalf().containsAll(kernels.values());
  }

  static String key(long out, long in, long rows) {
    return out + "x" + in + "@" + rowClass(rows);
  }

  /** Return the key of weights that have no more digits than float16. */
  static String halfKey(long out, long in, long rows) {
    return key(out, in, rows) + " half";
  }

  /** Return the measured number of rows nearest below. */
  static int rowClass(long rows) {
    return Arrays.stream(CLASSES).filter(c -> c <= rows).max().orElse(1);
  }

  static int[] rowClasses() {
    return CLASSES.clone();
  }

  private Optional<LinearKernel> find(String key) {
    return Optional.ofNullable(kernels.get(key));
  }
}
