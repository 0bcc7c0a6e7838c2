package dev.ballast.tensor;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/**
 * Where a tensor's memory is and where what is computed from it runs. Tensors of two devices do not
 * meet in one operation: libtorch refuses it.
 *
 * @param name {@code cpu}, {@code cuda} (the first GPU) or {@code cuda:N}
 */
public record Device(String name) {
  public static final Device CPU = new Device("cpu");

  private static final Pattern CUDA = Pattern.compile("cuda(:\\d{1,2})?");

  public Device {
    if (!name.equals("cpu") && !CUDA.matcher(name).matches()) {
      throw new IllegalArgumentException("no device is called " + name + ": cpu, cuda or cuda:N");
    }
  }

  /** Return the device that a tensor is on. */
  public static Device of(Tensor tensor) {
    return tensor.handle().is_cpu() ? CPU : new Device(tensor.handle().device().str().getString());
  }

  /** Return how many GPUs this build of libtorch can use here; 0 for the CPU's build. */
  public static int cudaDevices() {
    return torch.cuda_device_count();
  }

  public boolean isCpu() {
    return equals(CPU);
  }

  /** Return why nothing can be computed here on this machine; empty where something can. */
  public Optional<String> missing() {
    if (isCpu()) {
      return Optional.empty();
    }
    int found = cudaDevices();
    if (found > index()) {
      return Optional.empty();
    }
    return Optional.of(
        torch.hasCUDA()
            ? "CUDA shows " + found + " GPUs here"
            : "this build of libtorch is the CPU's, or CUDA's libraries were not found");
  }

  /** Return a tensor on this device: the same one where it is there already, else a copy. */
  public Tensor take(Tensor tensor) {
    if (isCpu() && tensor.handle().is_cpu()) {
      return tensor;
    }
    return Tensor.of(tensor.handle().to(handle(), tensor.handle().scalar_type()));
  }

  org.bytedeco.pytorch.Device handle() {
    if (!isCpu()) {
      // cuDNN's attention builds a plan for every new shape; ragged rows have one at every step.
      torch.globalContext().setSDPUseCuDNN(false);
    }
    return new org.bytedeco.pytorch.Device(name);
  }

  private int index() {
    int colon = name.indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1));
  }
}
