package dev.ballast.model;

/** What a training pass does with a layer's intermediate results until the backward pass. */
public enum Activations {
  /** They are kept. */
  KEPT,
  /** They are computed again, one layer at a time: less memory, about a third more time. */
  RECOMPUTED
}
