package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.List;

/**
 * Rotary positions (Su et al. 2021, eq. 34) in the Hugging Face layout: dimension i is rotated with
 * dimension i + headSize/2.
 *
 * @param cos (tokens, 1, headSize / 2)
 * @param sin (tokens, 1, headSize / 2)
 * @param minusSin its negative
 */
record Rope(Tensor cos, Tensor sin, Tensor minusSin) {
  static Rope at(int[] positions, ModelConfig config) {
    int half = config.headSize() / 2;
    float[] cos = new float[positions.length * half];
    float[] sin = new float[positions.length * half];
    for (int j = 0; j < half; j++) {
      // transformers computes the frequencies and angles in F32; so do we, to stay equal at long
      // positions.
      float frequency = 1 / (float) Math.pow(config.ropeTheta(), 2f * j / config.headSize());
      for (int t = 0; t < positions.length; t++) {
        float angle = positions[t] * frequency;
        cos[t * half + j] = (float) Math.cos(angle);
        sin[t * half + j] = (float) Math.sin(angle);
      }
    }
    Tensor sines = table(sin, half);
    return new Rope(table(cos, half), sines, sines.neg());
  }

  /** Split (tokens, heads · headSize) into (tokens, heads, headSize). */
  Tensor heads(Tensor x) {
    return x.view(x.size(0), -1, 2 * cos.size(-1));
  }

  /** Rotate {@code x} (tokens, heads, headSize). */
  Tensor rotate(Tensor x) {
    long half = cos.size(-1);
    Tensor first = x.narrow(-1, 0, half);
    Tensor second = x.narrow(-1, half, half);
    return Tensors.cat(
        List.of(
            Nn.addProductInPlace(first.mul(cos), second, minusSin),
            Nn.addProductInPlace(second.mul(cos), first, sin)),
        -1);
  }

  private static Tensor table(float[] values, int half) {
    return Tensors.ofFloats(values, values.length / half, 1, half);
  }
}
