package dev.ballast.cli;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.KernelChooser;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Placement;

/** The keys that say how answers are computed. */
@Flat
record GenerationKeys(
    ComputeKeys compute,
    @Key(
            value = "measured",
            doc =
                "matrix products of generation: measured (the fastest for each shape), blas or"
                    + " onednn; a pinned one rounds alike on all CPUs of a kind")
        Pin kernel) {
  /** What chooses the kernel. */
  enum Pin {
    MEASURED,
    BLAS,
    ONEDNN
  }

  static GenerationKeys standard() {
    return new GenerationKeys(ComputeKeys.cpu(), Pin.MEASURED);
  }

  /** Return what chooses the kernels. */
  KernelChooser chooser() {
    return switch (kernel) {
      case MEASURED -> KernelChooser.remembered(Models.cacheFolder().resolve("kernels.json"));
      case BLAS -> KernelChooser.pinned(KernelChoice.always(LinearKernel.BLAS));
      case ONEDNN -> KernelChooser.pinned(KernelChoice.always(LinearKernel.ONEDNN));
    };
  }

  /**
   * Return where and in what numbers to compute, made sure that it can be done there.
   *
   * @throws BadInput where not
   */
  Placement placement(Precision precision) {
    Placement placement = compute.placement(precision);
    boolean other = precision == Precision.INT8 || !placement.equals(Placement.CPU);
    if (kernel == Pin.ONEDNN && other) {
      throw BadInput.of("this kernel multiplies in float32 on the CPU")
          .key("kernel")
          .value("onednn")
          .fix("use --kernel measured");
    }
    if (precision == Precision.INT8 && kernel == Pin.BLAS) {
      throw BadInput.of("int8 has a kernel of its own")
          .key("kernel")
          .value("blas")
          .fix("use --kernel measured, or --precision fp32");
    }
    return placement;
  }
}
