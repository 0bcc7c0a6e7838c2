package dev.ballast.tensor;

import java.nio.file.Path;
import java.util.List;

/** Says which kernels serve a model's weights on this machine. */
@FunctionalInterface
public interface KernelChooser {
  KernelChoice choose(List<LinearShape> shapes);

  /** Return the same choice whatever the machine, as a reproducible run needs it. */
  static KernelChooser pinned(KernelChoice choice) {
    return _ -> choice;
  }

  /** Measure each time, for about a second. */
  static KernelChooser measured() {
    return Kernels::measure;
  }

  /** Measure once for each CPU model, and remember in a file. */
  static KernelChooser remembered(Path file) {
    return shapes -> KernelFile.choose(file, shapes);
  }
}
