package dev.ballast.model;

import dev.ballast.tensor.Nn;
import dev.ballast.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How tokens meet in the layers.
 *
 * @param scale of the scores
 * @param cap to which scores are softly capped; 0 = they are not
 * @param ropes the rules of rotary positions
 * @param layers one a layer
 */
record AttentionRules(double scale, double cap, List<RopeConfig> ropes, List<LayerKind> layers) {
  AttentionRules {
    ropes = List.copyOf(ropes);
    layers = List.copyOf(layers);
  }

  /** Return rules by which all layers are alike and scores are divided by √headSize. */
  static AttentionRules alike(int headSize, RopeConfig rope, int layers, int window) {
    return new AttentionRules(
        scale(headSize), 0, List.of(rope), Collections.nCopies(layers, new LayerKind(window, 0)));
  }

  static double scale(double dims) {
    return 1 / Math.sqrt(dims);
  }

  int window(int layer) {
    return layers.get(layer).window();
  }

  int rope(int layer) {
    return layers.get(layer).rope();
  }

  /** Tell whether rows of two lengths have the same rotary frequencies. */
  boolean sameRegime(int length, int other) {
    return ropes.stream()
        .allMatch(rope -> rope.scaling().regime(length) == rope.scaling().regime(other));
  }

  /** Tell whether what is cached of a row has to be computed again when it grows by a token. */
  boolean recomputes(int length) {
    return ropes.stream()
        .map(RopeConfig::scaling)
        .anyMatch(s -> s.recomputes() && s.regime(length) != s.regime(length + 1));
  }

  /**
   * Attend under a mask.
   *
   * @param q (batch, heads, queries, headSize)
   * @param k (batch, kvHeads, keys, headSize)
   * @param v like {@code k}
   * @param mask added to the scores (…, queries, keys); empty = see all
   * @return like {@code q}
   */
  Tensor attend(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
    return cap == 0
        ? Nn.attention(q, k, v, mask, scale)
        : Nn.cappedAttention(q.mul(scale), k, v, mask, cap);
  }
}
