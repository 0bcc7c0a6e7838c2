package dev.ballast.tensor;

/** A way to multiply by a transposed weight; both keep F32 throughout. */
public enum LinearKernel {
  /** The BLAS that is loaded, on the weight as it is stored. */
  BLAS,
  /** oneDNN, on a copy of the weight in oneDNN's own layout. */
  ONEDNN
}
