package dev.ballast.model;

import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Placement;

/** What a model's weights are for, which says in what numbers they are kept. */
public enum Use {
  /** Nothing changes them: kept as they are computed with. */
  FROZEN,
  /** They are trained: kept in F32, so that no small step is lost, and rounded for each use. */
  TRAINED;

  Placement storage(Placement placement) {
    return switch (this) {
      case FROZEN -> placement;
      case TRAINED -> new Placement(placement.device(), Dtype.F32);
    };
  }
}
