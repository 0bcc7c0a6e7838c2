package dev.ballast.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Makes tensors. */
public final class Tensors {
  /** Even: a random number makes two samples. */
  private static final int CHUNK = 8192;

  private Tensors() {}

  public static Tensor zeros(Dtype dtype, long... shape) {
    return Tensor.of(torch.zeros(shape, new TensorOptions(dtype.nativeType())));
  }

  /** Return zeros where and in what numbers a model computes. */
  public static Tensor zeros(Placement placement, long... shape) {
    TensorOptions options = new TensorOptions(placement.dtype().nativeType());
    return Tensor.of(
        torch.zeros(shape, options.device(new DeviceOptional(placement.device().handle()))));
  }

  /** Return zeros of a tensor's shape, dtype and device. */
  public static Tensor zerosLike(Tensor tensor) {
    return Tensor.of(torch.zeros_like(tensor.handle()));
  }

  /** Return uninitialised memory of a tensor's shape, dtype and device. */
  public static Tensor emptyLike(Tensor tensor) {
    return Tensor.of(torch.empty_like(tensor.handle()));
  }

  /** Return uninitialised memory: write every element before reading. */
  public static Tensor empty(Dtype dtype, long... shape) {
    return Tensor.of(
        torch.empty(shape, new TensorOptions(dtype.nativeType()), new MemoryFormatOptional()));
  }

  public static Tensor full(double value, long... shape) {
    return Tensor.of(
        torch.full(shape, new Scalar(value), new TensorOptions(Dtype.F32.nativeType())));
  }

  /** Return 0, 1, …, end - 1 as I64. */
  public static Tensor arange(long end) {
    return Tensor.of(torch.arange(new Scalar(end), new TensorOptions(Dtype.I64.nativeType())));
  }

  /** Copy row-major values into an I64 tensor. */
  public static Tensor ofLongs(long[] values, long... shape) {
    Tensor tensor = empty(Dtype.I64, shape);
    tensor.bytes().asLongBuffer().put(values);
    return tensor;
  }

  /** Copy a vector into I64, as indices are. */
  public static Tensor ofInts(int[] values) {
    return ofLongs(Arrays.stream(values).asLongStream().toArray(), values.length);
  }

  /** Return positions as an index into a tensor, on that tensor's device. */
  public static Tensor index(Tensor into, int[] positions) {
    return Device.of(into).take(ofInts(positions));
  }

  /** Copy row-major values into an F32 tensor. */
  public static Tensor ofFloats(float[] values, long... shape) {
    Tensor tensor = empty(Dtype.F32, shape);
    tensor.bytes().asFloatBuffer().put(values);
    return tensor;
  }

  /** Copy row-major values into an F64 tensor. */
  public static Tensor ofDoubles(double[] values, long... shape) {
    Tensor tensor = empty(Dtype.F64, shape);
    tensor.bytes().asDoubleBuffer().put(values);
    return tensor;
  }

  /** Copy row-major values into a BOOL tensor. */
  public static Tensor ofBooleans(boolean[] values, long... shape) {
    Tensor tensor = empty(Dtype.BOOL, shape);
    ByteBuffer bytes = tensor.bytes();
    for (boolean value : values) {
      bytes.put((byte) (value ? 1 : 0));
    }
    return tensor;
  }

  /** Copy little-endian memory of exactly the shape's size. */
  public static Tensor ofBytes(ByteBuffer source, Dtype dtype, long... shape) {
    Tensor tensor = empty(dtype, shape);
    ByteBuffer target = tensor.bytes();
    if (source.remaining() != target.remaining()) {
      throw new IllegalArgumentException(
          "expected " + target.remaining() + " bytes, was " + source.remaining());
    }
    target.put(source.duplicate());
    return tensor;
  }

  /** Return F32 samples of N(0, std²); the same on every machine for the same generator. */
  public static Tensor randn(RandomGenerator random, double std, long... shape) {
    Tensor tensor = empty(Dtype.F32, shape);
    float[] values = new float[Math.toIntExact(tensor.numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * std);
    }
    tensor.bytes().asFloatBuffer().put(values);
    return tensor;
  }

  /** Return F32 samples, even over [-bound, bound); the same on every machine for a generator. */
  public static Tensor uniform(RandomGenerator random, double bound, long... shape) {
    Tensor tensor = empty(Dtype.F32, shape);
    float[] values = new float[Math.toIntExact(tensor.numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    tensor.bytes().asFloatBuffer().put(values);
    return tensor;
  }

  /**
   * Return BOOL samples that are true with a probability, exact to 2⁻³²; the same on every machine
   * for the same generator.
   */
  public static Tensor bernoulli(RandomGenerator random, double probability, long... shape) {
    Tensor tensor = empty(Dtype.BOOL, shape);
    ByteBuffer bytes = tensor.bytes();
    long limit = Math.round(probability * 0x1p32);
    byte[] chunk = new byte[CHUNK];
    while (bytes.hasRemaining()) {
      int size = Math.min(CHUNK, bytes.remaining());
      for (int i = 0; i < size; i += 2) {
        long bits = random.nextLong();
        chunk[i] = (byte) ((bits >>> 32) < limit ? 1 : 0);
        chunk[i + 1] = (byte) ((bits & 0xFFFF_FFFFL) < limit ? 1 : 0);
      }
      bytes.put(chunk, 0, size);
    }
    return tensor;
  }

  public static Tensor cat(List<Tensor> parts, int dim) {
    return Tensor.of(torch.cat(vector(parts), dim));
  }

  public static Tensor stack(List<Tensor> parts, int dim) {
    return Tensor.of(torch.stack(vector(parts), dim));
  }

  /**
   * Cut a dimension into pieces of given sizes, sharing memory. Unlike that of many {@code narrow},
   * the gradient is put together once.
   */
  public static List<Tensor> split(Tensor whole, int dim, long... sizes) {
    TensorVector pieces = whole.handle().split_with_sizes(sizes, dim);
    return LongStream.range(0, pieces.size())
        .mapToObj(i -> Tensor.of(new org.bytedeco.pytorch.Tensor(pieces.get(i))))
        .toList();
  }

  static TensorVector vector(List<Tensor> parts) {
    return new TensorVector(
        parts.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
  }
}
