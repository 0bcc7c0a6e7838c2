package dev.ballast.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element types, named as in safetensors. */
public enum Dtype {
  F64(8, ScalarType.Double),
  F32(4, ScalarType.Float),
  F16(2, ScalarType.Half),
  BF16(2, ScalarType.BFloat16),
  I64(8, ScalarType.Long),
  I32(4, ScalarType.Int),
  I8(1, ScalarType.Char),
  U8(1, ScalarType.Byte),
  BOOL(1, ScalarType.Bool);

  private final int bytes;
  private final ScalarType nativeType;

  Dtype(int bytes, ScalarType nativeType) {
    this.bytes = bytes;
    this.nativeType = nativeType;
  }

  /** Return the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  ScalarType nativeType() {
    return nativeType;
  }

  static Dtype of(ScalarType type) {
    for (Dtype dtype : values()) {
      if (dtype.nativeType.value == type.value) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("no dtype for libtorch's " + type);
  }
}
