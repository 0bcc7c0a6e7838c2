package dev.ballast.model;

/**
 * What sets a layer apart from the others.
 *
 * @param window how many tokens a token sees, itself and those just before it; {@link #ALL} of its
 *     row where there is no window
 * @param rope index of its rule in {@link AttentionRules#ropes}
 */
record LayerKind(int window, int rope) {
  static final int ALL = Integer.MAX_VALUE;
}
