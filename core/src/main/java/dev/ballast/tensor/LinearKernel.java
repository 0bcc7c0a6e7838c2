package dev.ballast.tensor;

import java.util.List;

/** A way to multiply by a transposed weight. */
public enum LinearKernel {
  /** The BLAS that is loaded, on the weight as it is stored; F32 throughout. */
  BLAS,
  /** oneDNN, on a copy of the weight in oneDNN's own layout; F32 throughout. */
  ONEDNN,
  /**
   * fbgemm, on a copy of the weight in 8 bits, a scale an output channel; each row of the input is
   * rounded by itself. It loses digits, so no measurement ever picks it.
   */
  INT8;

  /** Return the kernels that keep F32; only among these is a choice made by speed. */
  public static List<LinearKernel> exact() {
    return List.of(BLAS, ONEDNN);
  }
}
