package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Placement;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rotary positions (Su et al. 2021, eq. 34) in the Hugging Face layout: dimension i is rotated with
 * dimension i + dims/2, where the first {@code dims} dimensions of a head are rotated.
 *
 * @param cos (tokens, 1, dims / 2)
 * @param sin (tokens, 1, dims / 2)
 * @param minusSin its negative
 */
record Rope(Tensor cos, Tensor sin, Tensor minusSin) {
  /** Return the rotations of rows, where and in what numbers they are applied. */
  static Rope at(TokenRows rows, RopeConfig config, Placement placement) {
    int half = config.dims() / 2;
    float magnitude = (float) config.scaling().magnitude();
    Map<Integer, float[]> byRegime = new HashMap<>();
    int tokens = rows.positions().length;
    float[] cos = new float[tokens * half];
    float[] sin = new float[tokens * half];
    for (int t = 0; t < tokens; t++) {
      int length = rows.lengths()[t];
      int regime = config.scaling().regime(length);
      float[] frequencies = byRegime.computeIfAbsent(regime, _ -> config.frequencies(length));
      for (int j = 0; j < half; j++) {
        // transformers computes the angles in F32; so do we, to stay equal at long positions.
        float angle = rows.positions()[t] * frequencies[j];
        cos[t * half + j] = (float) Math.cos(angle) * magnitude;
        sin[t * half + j] = (float) Math.sin(angle) * magnitude;
      }
    }
    Tensor sines = placement.take(table(sin, half));
    return new Rope(placement.take(table(cos, half)), sines, sines.neg());
  }

  /** Rotate {@code x} (tokens, heads, headSize). */
  Tensor rotate(Tensor x) {
    long half = cos.size(-1);
    Tensor first = x.narrow(-1, 0, half);
    Tensor second = x.narrow(-1, half, half);
    List<Tensor> parts = new ArrayList<>();
    parts.add(Nn.addProductInPlace(first.mul(cos), second, minusSin));
    parts.add(Nn.addProductInPlace(second.mul(cos), first, sin));
    long rest = x.size(-1) - 2 * half;
    if (rest > 0) {
      parts.add(x.narrow(-1, 2 * half, rest));
    }
    return Tensors.cat(parts, -1);
  }

  private static Tensor table(float[] values, int half) {
    return Tensors.ofFloats(values, values.length / half, 1, half);
  }
}
