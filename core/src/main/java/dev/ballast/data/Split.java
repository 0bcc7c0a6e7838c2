package dev.ballast.data;

import dev.ballast.json.Digests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Decides by hash which side a row is on: the same text falls on the same side in every file, in
 * every order, on every machine.
 */
public final class Split {
  private Split() {}

  /** Two sides of a split. */
  public record Sides<T>(List<T> train, List<T> heldOut) {
    public Sides {
      train = List.copyOf(train);
      heldOut = List.copyOf(heldOut);
    }
  }

  /**
   * Split by a key.
   *
   * @param fraction share held out, 0 … 1
   */
  public static <T> Sides<T> byHash(
      List<T> rows, Function<? super T, String> key, String salt, double fraction) {
    check(fraction);
    List<T> train = new ArrayList<>();
    List<T> heldOut = new ArrayList<>();
    for (T row : rows) {
      (point(key.apply(row), salt) < fraction ? heldOut : train).add(row);
    }
    return new Sides<>(train, heldOut);
  }

  /** Split rows by their normalised prompt, so that one question is never on both sides. */
  public static <T extends Row> Sides<T> byPrompt(List<T> rows, String salt, double fraction) {
    return byHash(rows, row -> NormalText.of(row.promptText()), salt, fraction);
  }

  /**
   * Keep the rows whose prompts hash lowest, in their old order: a smaller count keeps a subset of
   * what a larger one keeps.
   */
  public static <T extends Row> List<T> pick(List<T> rows, int count, String salt) {
    return pick(rows, row -> NormalText.of(row.promptText()), count, salt);
  }

  /** Keep the rows whose keys hash lowest, in their old order. */
  public static <T> List<T> pick(
      List<T> rows, Function<? super T, String> key, int count, String salt) {
    return lowest(rows, count, row -> point(key.apply(row), salt));
  }

  /** Return the point in [0, 1) that SHA-256 of salt and key names. */
  public static double point(String key, String salt) {
    return (bits(key, salt) >>> 11) * 0x1p-53;
  }

  /** Return the first 64 bits of SHA-256 of salt and key: a seed that depends on both alone. */
  public static long bits(String key, String salt) {
    byte[] digest = sha256(salt + "\0" + key);
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = (bits << 8) | (digest[i] & 0xFF);
    }
    return bits;
  }

  private static <T> List<T> lowest(List<T> rows, int count, ToDoubleFunction<T> point) {
    if (count >= rows.size()) {
      return List.copyOf(rows);
    }
    double[] points = rows.stream().mapToDouble(point).toArray();
    return IntStream.range(0, rows.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> points[i]).thenComparing(i -> i))
        .limit(count)
        .sorted()
        .map(rows::get)
        .toList();
  }

  static void check(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in [0, 1], was " + fraction);
    }
  }

  private static byte[] sha256(String text) {
    return Digests.begin("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
