package dev.ballast.generate;

/** The arithmetic of a model's matrices. */
public enum Precision {
  /** F32, by the kernels that are fastest here. */
  FP32,
  /** 8 bits, a scale an output channel and a scale a row of the input. */
  INT8
}
