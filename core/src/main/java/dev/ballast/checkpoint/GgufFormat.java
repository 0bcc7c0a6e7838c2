package dev.ballast.checkpoint;

import java.util.List;

/** What the matrices of a written GGUF file are stored as; vectors and norms are always F32. */
public enum GgufFormat {
  F32(0),
  F16(1),
  BF16(32),
  Q8_0(7),
  /** Four bits; the output matrix, which is what small models lose most by, in Q8_0. */
  Q4_0(2);

  private final int fileType;

  GgufFormat(int fileType) {
    this.fileType = fileType;
  }

  /** Return the value of {@code general.file_type}. Source: llama.h, llama_ftype. */
  int fileType() {
    return fileType;
  }

  /**
   * Choose the type of one tensor, by its GGUF name.
   *
   * @param output the tensor that the logits are computed with
   */
  GgufType type(String name, List<Long> shape, String output) {
    if (shape.size() == 1 || name.endsWith("_norm.weight")) {
      return GgufType.F32;
    }
    return switch (this) {
      case F32 -> GgufType.F32;
      case F16 -> GgufType.F16;
      case BF16 -> GgufType.BF16;
      case Q8_0 -> GgufType.Q8_0;
      case Q4_0 -> name.equals(output) ? GgufType.Q8_0 : GgufType.Q4_0;
    };
  }
}
