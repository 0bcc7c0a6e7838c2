package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Device;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Machine;
import dev.ballast.tensor.Placement;

/** The keys that say where a model computes, and in what numbers. */
@Flat
record ComputeKeys(
    @Key(value = "cpu", doc = "cpu, cuda or cuda:N; cuda needs a build with -Pcuda") String device,
    @Key(
            value = "float32",
            doc =
                "float32, or bfloat16: weights and arithmetic of 16 bits; what is trained stays in"
                    + " float32 and is rounded for each use")
        Numbers dtype) {
  /** Numbers that a model can compute with, as transformers names them. */
  enum Numbers {
    FLOAT32(Dtype.F32),
    BFLOAT16(Dtype.BF16);

    private final Dtype dtype;

    Numbers(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  static ComputeKeys cpu() {
    return new ComputeKeys("cpu", Numbers.FLOAT32);
  }

  /**
   * Return the place, made sure of.
   *
   * @throws BadInput for an unknown device, and for one that this machine or build lacks
   */
  Placement placement() {
    Device found = found();
    found
        .missing()
        .ifPresent(
            why -> {
              throw BadInput.of("there is no such device here: " + why)
                  .key("device")
                  .value(device)
                  .fix("use --device cpu; docs/gpu.md says what cuda needs");
            });
    return new Placement(found, dtype.dtype);
  }

  /**
   * Return the place, made sure of for a precision, too.
   *
   * @throws BadInput as {@link #placement()} does, and where 8 bits cannot be multiplied
   */
  Placement placement(Precision precision) {
    Placement placement = placement();
    if (precision == Precision.INT8 && !(Machine.isX86() && placement.equals(Placement.CPU))) {
      throw BadInput.of("int8 runs on x86 processors only, with the other numbers in float32")
          .key("precision")
          .value("int8")
          .fix("use --precision fp32, or --device cpu and --dtype float32");
    }
    return placement;
  }

  private Device found() {
    try {
      return new Device(device);
    } catch (IllegalArgumentException e) {
      throw BadInput.of("no such device")
          .key("device")
          .value(device)
          .fix("use cpu, cuda or cuda:N");
    }
  }
}
