package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;

/** The nonlinearity of a feed-forward network. */
enum Activation {
  SILU,
  GELU,
  GELU_TANH;

  /** Read a key such as {@code hidden_act}. */
  static Activation read(ConfigKeys keys, String key, String fallback) {
    return switch (keys.text(key, fallback)) {
      case "silu", "swish" -> SILU;
      case "gelu" -> GELU;
      case "gelu_pytorch_tanh", "gelu_new" -> GELU_TANH;
      default ->
          throw keys.bad("this activation is not implemented", key)
              .fix("implemented are silu, gelu, gelu_pytorch_tanh");
    };
  }

  Tensor apply(Tensor x) {
    return switch (this) {
      case SILU -> Nn.silu(x);
      case GELU -> Nn.gelu(x);
      case GELU_TANH -> Nn.geluTanh(x);
    };
  }
}
