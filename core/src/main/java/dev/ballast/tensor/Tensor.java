package dev.ballast.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array with gradients. Operations return new scoped tensors; those whose name
 * ends in {@code InPlace} change this one. Shapes broadcast as in PyTorch; a wrong shape throws
 * {@link RuntimeException} with libtorch's message.
 */
@CheckReturnValue
public final class Tensor {
  private final org.bytedeco.pytorch.Tensor handle;
  private @Nullable Scope scope;
  private boolean alive = true;

  private Tensor(org.bytedeco.pytorch.Tensor handle, Scope scope) {
    this.handle = handle;
    this.scope = scope;
    scope.adopt(this);
    Live.born(this);
  }

  static Tensor of(org.bytedeco.pytorch.Tensor handle) {
    return new Tensor(handle, Scope.innermost());
  }

  org.bytedeco.pytorch.Tensor handle() {
    if (!alive) {
      throw new IllegalStateException("this tensor's scope or owner has closed");
    }
    return handle;
  }

  @Nullable Scope scope() {
    return scope;
  }

  void moveTo(@Nullable Scope newScope) {
    scope = newScope;
  }

  void expire() {
    if (alive) {
      alive = false;
      Live.died(this);
    }
  }

  public int dim() {
    return (int) handle().dim();
  }

  /** Return the size of a dimension; negative counts from the end. */
  public long size(int dim) {
    return handle().size(dim);
  }

  public long[] shape() {
    long[] shape = new long[dim()];
    Arrays.setAll(shape, i -> handle.size(i));
    return shape;
  }

  public long numel() {
    return handle().numel();
  }

  public Dtype dtype() {
    return Dtype.of(handle().scalar_type());
  }

  /** Return the only element as a double. */
  public double item() {
    return handle().item_double();
  }

  /** Return the only element as a long. */
  public long itemLong() {
    return handle().item_long();
  }

  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(numel())];
    try (Scope _ = Scope.open()) {
      Device.CPU.take(to(Dtype.F32)).contiguous().bytes().asFloatBuffer().get(values);
    }
    return values;
  }

  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(numel())];
    try (Scope _ = Scope.open()) {
      Device.CPU.take(to(Dtype.F64)).contiguous().bytes().asDoubleBuffer().get(values);
    }
    return values;
  }

  public long[] toLongs() {
    long[] values = new long[Math.toIntExact(numel())];
    try (Scope _ = Scope.open()) {
      Device.CPU.take(to(Dtype.I64)).contiguous().bytes().asLongBuffer().get(values);
    }
    return values;
  }

  /**
   * Return the memory of a contiguous tensor of at most 2 GiB, little-endian; writing to it writes
   * to the tensor. Valid only while the tensor lives.
   */
  public ByteBuffer bytes() {
    return bytes(0, Math.toIntExact(handle().nbytes()));
  }

  /**
   * Return the bytes {@code [start, start + length)} of a contiguous tensor of any size; writing to
   * them writes to the tensor. Valid only while the tensor lives.
   */
  public ByteBuffer bytes(long start, int length) {
    if (!handle().is_contiguous() || !handle.is_cpu()) {
      throw new IllegalStateException("bytes() needs a contiguous tensor in the CPU's memory");
    }
    Objects.checkFromIndexSize(start, length, handle.nbytes());
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    return new BytePointer(handle.data_ptr())
        .getPointer(start)
        .capacity(length)
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  public Tensor view(long... shape) {
    return of(handle().view(shape));
  }

  public Tensor reshape(long... shape) {
    return of(handle().reshape(shape));
  }

  public Tensor transpose(int dim0, int dim1) {
    return of(handle().transpose(dim0, dim1));
  }

  public Tensor unsqueeze(int dim) {
    return of(handle().unsqueeze(dim));
  }

  public Tensor squeeze(int dim) {
    return of(handle().squeeze(dim));
  }

  public Tensor expand(long... shape) {
    return of(handle().expand(shape));
  }

  /** Return the slice {@code [start, start + length)} of a dimension, sharing memory. */
  public Tensor narrow(int dim, long start, long length) {
    return of(handle().narrow(dim, start, length));
  }

  /** Return one index of a dimension, which disappears; shares memory. */
  public Tensor select(int dim, long index) {
    return of(handle().select(dim, index));
  }

  public Tensor contiguous() {
    return of(handle().contiguous());
  }

  public Tensor copy() {
    return of(handle().clone());
  }

  /** Convert; the same memory when the dtype is this one's already. */
  public Tensor to(Dtype dtype) {
    return of(handle().to(dtype.nativeType()));
  }

  /** Pick rows along a dimension by an I64 vector. */
  public Tensor indexSelect(int dim, Tensor index) {
    return of(handle().index_select(dim, index.handle()));
  }

  /** Pick elements along a dimension; the index has this tensor's number of dimensions. */
  public Tensor gather(int dim, Tensor index) {
    return of(handle().gather(dim, index.handle()));
  }

  public Tensor add(Tensor other) {
    return of(handle().add(other.handle()));
  }

  public Tensor add(double scalar) {
    return of(handle().add(new Scalar(scalar)));
  }

  public Tensor sub(Tensor other) {
    return of(handle().sub(other.handle()));
  }

  public Tensor sub(double scalar) {
    return of(handle().sub(new Scalar(scalar)));
  }

  public Tensor mul(Tensor other) {
    return of(handle().mul(other.handle()));
  }

  public Tensor mul(double scalar) {
    return of(handle().mul(new Scalar(scalar)));
  }

  public Tensor div(Tensor other) {
    return of(handle().div(other.handle()));
  }

  public Tensor div(double scalar) {
    return of(handle().div(new Scalar(scalar)));
  }

  public Tensor neg() {
    return of(handle().neg());
  }

  public Tensor exp() {
    return of(handle().exp());
  }

  public Tensor log() {
    return of(handle().log());
  }

  public Tensor square() {
    return of(handle().square());
  }

  public Tensor sqrt() {
    return of(handle().sqrt());
  }

  public Tensor abs() {
    return of(handle().abs());
  }

  public Tensor sigmoid() {
    return of(handle().sigmoid());
  }

  public Tensor matmul(Tensor other) {
    return of(handle().matmul(other.handle()));
  }

  /** Put {@code value} where the BOOL mask is true. */
  public Tensor maskedFill(Tensor mask, double value) {
    return of(handle().masked_fill(mask.handle(), new Scalar(value)));
  }

  public Tensor sum() {
    return of(handle().sum());
  }

  /** Sum over one dimension, which disappears. */
  public Tensor sum(int dim) {
    return of(handle().sum(new long[] {dim}, false, new ScalarTypeOptional()));
  }

  public Tensor mean() {
    return of(handle().mean());
  }

  /** Average over one dimension, which disappears. */
  public Tensor mean(int dim) {
    return of(handle().mean(new long[] {dim}, false, new ScalarTypeOptional()));
  }

  /** Return log Σ exp over one dimension, which disappears. */
  public Tensor logSumExp(int dim) {
    return of(handle().logsumexp(new long[] {dim}, false));
  }

  /** Return the index of the largest element along a dimension, which disappears. */
  public Tensor argmax(int dim) {
    return of(handle().argmax(new LongOptional(dim), false));
  }

  /** Tell whether both have the same shape and the same bits. */
  public boolean equalTo(Tensor other) {
    return handle().equal(other.handle());
  }

  /** Tell whether no element is infinite or NaN. */
  public boolean allFinite() {
    try (Scope _ = Scope.open()) {
      return of(handle().isfinite().all()).itemLong() == 1;
    }
  }

  @CanIgnoreReturnValue
  public Tensor addInPlace(Tensor other) {
    handle().add_(other.handle());
    return this;
  }

  @CanIgnoreReturnValue
  public Tensor mulInPlace(Tensor other) {
    handle().mul_(other.handle());
    return this;
  }

  @CanIgnoreReturnValue
  public Tensor mulInPlace(double scalar) {
    handle().mul_(new Scalar(scalar));
    return this;
  }

  @CanIgnoreReturnValue
  public Tensor copyInPlace(Tensor source) {
    handle().copy_(source.handle());
    return this;
  }

  @CanIgnoreReturnValue
  public Tensor fillInPlace(double value) {
    handle().fill_(new Scalar(value));
    return this;
  }

  /** Write rows of {@code source} at the positions of an I64 index along a dimension. */
  @CanIgnoreReturnValue
  public Tensor indexCopyInPlace(int dim, Tensor index, Tensor source) {
    handle().index_copy_(dim, index.handle(), source.handle());
    return this;
  }

  public boolean requiresGrad() {
    return handle().requires_grad();
  }

  @CanIgnoreReturnValue
  public Tensor requireGrad() {
    handle().requires_grad_(true);
    return this;
  }

  @CanIgnoreReturnValue
  public Tensor freeze() {
    handle().requires_grad_(false);
    return this;
  }

  public Tensor detach() {
    return of(handle().detach());
  }

  /** Run back-propagation from this scalar. */
  public void backward() {
    handle().backward();
  }

  /** Run back-propagation from this tensor with the gradient of a scalar with respect to it. */
  public void backward(Tensor gradient) {
    handle().backward(gradient.handle(), new BoolOptional(), false, new TensorArrayRefOptional());
  }

  public boolean hasGrad() {
    return handle().grad().defined();
  }

  /** Return the accumulated gradient, sharing its memory. */
  public Tensor grad() {
    if (!hasGrad()) {
      throw new IllegalStateException("no gradient: call backward first");
    }
    return of(new org.bytedeco.pytorch.Tensor(handle.grad()));
  }

  /** Drop the gradient and free its memory. */
  public void dropGrad() {
    handle().mutable_grad().put(new org.bytedeco.pytorch.Tensor());
  }

  @Override
  public String toString() {
    return alive ? "Tensor" + Arrays.toString(shape()) + ":" + dtype() : "Tensor(freed)";
  }
}
