package dev.ballast.tensor;

/**
 * Where and in what numbers a model computes.
 *
 * @param dtype F32 or BF16
 */
public record Placement(Device device, Dtype dtype) {
  /** What everything else is compared with. */
  public static final Placement CPU = new Placement(Device.CPU, Dtype.F32);

  public Placement {
    if (dtype != Dtype.F32 && dtype != Dtype.BF16) {
      throw new IllegalArgumentException("a model computes in F32 or BF16, not in " + dtype);
    }
  }

  /** Return a tensor of numbers here; the same one where it is here already. */
  public Tensor take(Tensor tensor) {
    return device.take(tensor.dtype() == dtype ? tensor : tensor.to(dtype));
  }
}
