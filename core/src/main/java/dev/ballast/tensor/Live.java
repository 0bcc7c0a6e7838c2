package dev.ballast.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts living tensors, so that a test can fail on a leak and show who made it. (JavaCPP's own
 * count is always 0 without its garbage collection thread.)
 */
public final class Live {
  // The one static mutable state of the product: a count has to see every tensor there is.
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<Tensor, Throwable> MAKERS = new ConcurrentHashMap<>();
  private static final boolean TRACE = Boolean.getBoolean("ballast.trace.tensors");

  private Live() {}

  /** Return how many tensors live, scoped and owned. */
  public static long count() {
    return COUNT.get();
  }

  /**
   * Return where each living tensor was made; empty unless {@code ballast.trace.tensors} is set.
   */
  public static Iterable<Throwable> makers() {
    return MAKERS.values();
  }

  static void born(Tensor tensor) {
    COUNT.incrementAndGet();
    if (TRACE) {
      MAKERS.put(tensor, new Throwable("made here"));
    }
  }

  static void died(Tensor tensor) {
    COUNT.decrementAndGet();
    if (TRACE) {
      MAKERS.remove(tensor);
    }
  }
}
