package dev.ballast.tensor;

import java.util.List;

/** A way to multiply by a transposed weight. */
public enum LinearKernel {
  /** The BLAS that is loaded, on the weight as it is stored; F32 throughout. */
  BLAS,
  /** oneDNN, on a copy of the weight in oneDNN's own layout; F32 throughout. */
  ONEDNN,
  /**
   * fbgemm, on a copy of the weight in 16 bits; F32 throughout. For weights that have no more
   * digits, such as those of a checkpoint in bfloat16.
   */
  HALF,
  /**
   * fbgemm, on a copy of the weight in 8 bits, a scale an output channel; each row of the input is
   * rounded by itself. It loses digits, so no measurement ever picks it.
   */
  INT8;

  /** Return the kernels that keep F32 of any weight; only by speed is chosen among them. */
  public static List<LinearKernel> exact() {
    return List.of(BLAS, ONEDNN);
  }

  /** Return the kernels that keep F32 of a weight that has no more digits than float16. */
  public static List<LinearKernel> exactForHalf() {
    return List.of(BLAS, ONEDNN, HALF);
  }
}
