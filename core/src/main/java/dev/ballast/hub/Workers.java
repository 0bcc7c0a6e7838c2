package dev.ballast.hub;

import dev.ballast.json.OutsideMissing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works on several items side by side; the first failure stops the others and is the one that is
 * told.
 *
 * @param threads how many at once
 */
record Workers(int threads) {
  /** Does the work of one item. */
  @FunctionalInterface
  interface Step<A, B> {
    B apply(A item) throws InterruptedException;
  }

  /** Return the results in the order of the items. */
  <A, B> List<B> each(Collection<A> items, Step<A, B> step) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      try {
        return results(pool, items, step);
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static <A, B> List<B> results(
      ExecutorService pool, Collection<A> items, Step<A, B> step) {
    try {
      CompletionService<B> finished = new ExecutorCompletionService<>(pool);
      List<Future<B>> inOrder = new ArrayList<>();
      for (A item : items) {
        inOrder.add(finished.submit(() -> step.apply(item)));
      }
      for (int i = 0; i < inOrder.size(); i++) {
        var _ = finished.take().get();
      }
      List<B> results = new ArrayList<>();
      for (Future<B> future : inOrder) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutsideMissing("interrupted", "start the same command again: it goes on", e);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException told
        ? told
        : new IllegalStateException("a task failed without a reason to tell", e);
  }
}
