package dev.ballast.model;

import dev.ballast.model.Parameter.Start;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The tensors of a checkpoint and the layers that they make. */
interface Layout {
  String HEAD = "lm_head.weight";

  ModelConfig config();

  /** Return Hugging Face name → tensor, in the order of the layers. */
  default SequencedMap<String, Parameter> parameters() {
    ModelConfig c = config();
    SequencedMap<String, Parameter> all = new LinkedHashMap<>();
    all.put(embedding(), Parameter.matrix(c.vocabulary(), c.hidden()));
    for (int layer = 0; layer < c.layers(); layer++) {
      putLayer(all, layer);
    }
    putLastNorm(all);
    if (!c.tied()) {
      all.put(HEAD, Parameter.matrix(c.vocabulary(), c.hidden()));
    }
    return all;
  }

  void putLayer(Map<String, Parameter> all, int layer);

  void putLastNorm(Map<String, Parameter> all);

  /** Put a linear map's weight, and its bias where the model has this one. */
  default void putLinear(Map<String, Parameter> all, String name, Parameter weight, Trait bias) {
    all.put(name + ".weight", weight);
    if (config().has(bias)) {
      all.put(name + ".bias", Parameter.vector(weight.shape()[0], Start.ZEROS));
    }
  }

  /** Return the name of the token embedding. */
  String embedding();

  Norm lastNorm(Weights weights);

  Block block(Weights weights, int layer);
}
