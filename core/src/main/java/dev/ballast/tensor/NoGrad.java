package dev.ballast.tensor;

import org.bytedeco.pytorch.NoGradGuard;

/** Switches gradient recording off on this thread until it closes. */
public final class NoGrad implements AutoCloseable {
  private final NoGradGuard guard;

  private NoGrad() {
    guard = new NoGradGuard();
  }

  public static NoGrad open() {
    return new NoGrad();
  }

  @Override
  public void close() {
    // Not close(): an open scope holds a reference too, and the guard has to end here, in order.
    guard.deallocate();
  }
}
