package dev.ballast.model;

import java.util.SequencedMap;

/** The tensors of a checkpoint and the layers that they make. */
interface Layout {
  String HEAD = "lm_head.weight";

  /** Return Hugging Face name → tensor, in the order of the layers. */
  SequencedMap<String, Parameter> parameters();

  /** Return the name of the token embedding. */
  String embedding();

  Norm lastNorm(Weights weights);

  Block block(Weights weights, int layer);
}
