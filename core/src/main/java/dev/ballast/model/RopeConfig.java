package dev.ballast.model;

import dev.ballast.json.BadInput;

/**
 * The rotary positions of some layers.
 *
 * @param theta base of the frequencies
 * @param dims how many of a head's dimensions are rotated, the first ones; even
 */
record RopeConfig(double theta, int dims, RopeScaling scaling) {
  RopeConfig {
    if (!(theta > 0)) {
      throw BadInput.of("must be > 0").key("rope_theta").value(theta);
    }
    if (dims < 2 || dims % 2 != 0) {
      throw BadInput.of("the rotated dimensions of a head must be even and > 0, were " + dims)
          .fix("check head_dim and partial_rotary_factor");
    }
  }

  float[] frequencies(int length) {
    return scaling.frequencies(theta, dims, length);
  }
}
