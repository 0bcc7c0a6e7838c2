package dev.ballast.generate;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that is made on another thread meanwhile, and thrown away where nobody takes it. */
final class Beside<T> implements AutoCloseable {
  private final FutureTask<T> making;
  private final Consumer<T> dispose;
  private boolean taken;

  private Beside(FutureTask<T> making, Consumer<T> dispose) {
    this.making = making;
    this.dispose = dispose;
  }

  static <T> Beside<T> of(Supplier<T> maker, Consumer<T> dispose) {
    FutureTask<T> making = new FutureTask<>(maker::get);
    Thread.ofPlatform().daemon().name("beside").start(making);
    return new Beside<>(making, dispose);
  }

  /** Wait for it; what its maker threw is thrown here. */
  T take() {
    T made = result();
    taken = true;
    return made;
  }

  private T result() {
    try {
      return making.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  @Override
  public void close() {
    if (!taken) {
      try {
        dispose.accept(result());
      } catch (RuntimeException _) {
        // There is nothing to throw away; what went wrong beside it is told already.
      }
    }
  }
}
