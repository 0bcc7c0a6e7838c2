package dev.ballast.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of temporaries: every tensor made while a scope is innermost on its thread is freed
 * when that scope closes, unless it {@linkplain #escape escaped} or was {@linkplain Owned#keep
 * kept}.
 */
public final class Scope implements AutoCloseable {
  private static final ThreadLocal<@Nullable Scope> INNERMOST = new ThreadLocal<>();

  private final @Nullable Scope outer = INNERMOST.get();
  private final PointerScope pointers = new PointerScope();
  private final List<Tensor> tensors = new ArrayList<>();
  private boolean open = true;

  private Scope() {}

  /** Open a scope on this thread. */
  public static Scope open() {
    Scope scope = new Scope();
    INNERMOST.set(scope);
    return scope;
  }

  /** Run a computation in a scope of its own; only its result lives on, in the scope around it. */
  public static Tensor returning(Supplier<Tensor> computation) {
    try (Scope scope = open()) {
      return scope.escape(computation.get());
    }
  }

  /**
   * Hand a tensor of this scope to the scope around it.
   *
   * @throws IllegalStateException when there is none
   */
  @CanIgnoreReturnValue
  public Tensor escape(Tensor tensor) {
    Scope around = outer;
    if (around == null) {
      throw new IllegalStateException("nothing to escape to: this is the outermost scope");
    }
    if (tensor.scope() == this) {
      tensor.handle().retainReference();
      around.pointers.attach(tensor.handle());
      tensor.handle().releaseReference();
      tensor.moveTo(around);
      around.tensors.add(tensor);
    }
    return tensor;
  }

  static Scope innermost() {
    Scope scope = INNERMOST.get();
    if (scope == null) {
      throw new IllegalStateException(
          "a tensor was made with no scope open: use try (Scope s = Scope.open())");
    }
    return scope;
  }

  void adopt(Tensor tensor) {
    tensors.add(tensor);
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    if (INNERMOST.get() != this) {
      throw new IllegalStateException("scopes close in the order opposite to opening");
    }
    open = false;
    for (Tensor tensor : tensors) {
      if (tensor.scope() == this) {
        tensor.expire();
      }
    }
    pointers.close();
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
  }
}
