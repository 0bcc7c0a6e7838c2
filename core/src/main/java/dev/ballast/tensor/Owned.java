package dev.ballast.tensor;

import java.util.ArrayList;
import java.util.List;

/** Holds tensors that outlive scopes: weights, optimiser state, KV cache. */
public final class Owned implements AutoCloseable {
  private final List<Tensor> tensors = new ArrayList<>();
  private boolean open = true;

  /** Take a scoped tensor over; it lives until this owner closes. */
  public Tensor keep(Tensor tensor) {
    if (!open) {
      throw new IllegalStateException("this owner is closed");
    }
    if (tensor.scope() == null) {
      throw new IllegalStateException("the tensor is owned already");
    }
    tensor.handle().retainReference();
    tensor.moveTo(null);
    tensors.add(tensor);
    return tensor;
  }

  /** Free one tensor before the others. */
  public void free(Tensor tensor) {
    if (!tensors.removeIf(t -> t == tensor)) {
      throw new IllegalArgumentException("not a tensor of this owner");
    }
    release(tensor);
  }

  /** Return how many bytes the owned tensors view. */
  public long bytes() {
    return tensors.stream().mapToLong(t -> t.numel() * t.dtype().bytes()).sum();
  }

  private static void release(Tensor tensor) {
    var handle = tensor.handle();
    tensor.expire();
    handle.releaseReference();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      tensors.forEach(Owned::release);
      tensors.clear();
    }
  }
}
