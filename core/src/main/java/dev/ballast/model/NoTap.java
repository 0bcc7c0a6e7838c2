package dev.ballast.model;

import dev.ballast.tensor.Tensor;

/** Looks at nothing. */
enum NoTap implements LayerTap {
  INSTANCE;

  @Override
  public boolean wants(int layer) {
    return false;
  }

  @Override
  public void see(int layer, Tensor states) {}
}
