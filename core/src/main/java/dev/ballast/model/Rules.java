package dev.ballast.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a family computes, beside the sizes of its matrices.
 *
 * @param family its {@code model_type}
 * @param logitCap to which logits are softly capped; 0 = they are not
 */
record Rules(
    String family,
    Activation activation,
    Set<Trait> traits,
    double logitCap,
    AttentionRules attention) {
  Rules {
    // Sorted: the order of Set.copyOf differs from process to process, and a config's text is part
    // of what tells an interrupted run from another.
    traits = Collections.unmodifiableSet(new TreeSet<>(traits));
  }
}
