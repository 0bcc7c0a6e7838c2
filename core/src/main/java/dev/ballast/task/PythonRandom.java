package dev.ballast.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source32.MersenneTwister;

/** Draws what Python's {@code random.Random(seed)} draws, so that examples are lm-eval's. */
final class PythonRandom {
  private final UniformRandomProvider words;

  /**
   * @param seed &ge; 0
   */
  PythonRandom(int seed) {
    this.words = new MersenneTwister(new int[] {seed});
  }

  /** Draw k different items, as {@code Random.sample} does. */
  <T> List<T> sample(List<T> population, int k) {
    int n = population.size();
    if (k < 0 || k > n) {
      throw new IllegalArgumentException("cannot draw " + k + " of " + n);
    }
    return n <= poolSize(k) ? fromPool(population, k) : bySet(population, k);
  }

  /** Draw from [0, 1), as {@code Random.random} does. */
  double uniform() {
    double high = words.nextInt() >>> 5;
    double low = words.nextInt() >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  /** Python copies the population where a set of what was drawn would be larger. */
  private static int poolSize(int k) {
    return 21 + (k > 5 ? (int) Math.pow(4, Math.ceil(Math.log(k * 3.0) / Math.log(4))) : 0);
  }

  private <T> List<T> fromPool(List<T> population, int k) {
    List<T> pool = new ArrayList<>(population);
    List<T> drawn = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      int last = pool.size() - i - 1;
      int j = below(last + 1);
      drawn.add(pool.get(j));
      pool.set(j, pool.get(last));
    }
    return drawn;
  }

  private <T> List<T> bySet(List<T> population, int k) {
    Set<Integer> taken = new HashSet<>();
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < k) {
      int j = below(population.size());
      if (taken.add(j)) {
        drawn.add(population.get(j));
      }
    }
    return drawn;
  }

  /** Draw a number below n by the bits that n has, again and again. */
  private int below(int n) {
    int bits = 32 - Integer.numberOfLeadingZeros(n);
    int drawn;
    do {
      drawn = words.nextInt() >>> (32 - bits);
    } while (drawn >= n);
    return drawn;
  }
}
