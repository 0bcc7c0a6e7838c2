package dev.ballast.score;

/**
 * A text with what others, or we, said of it.
 *
 * @param set whose text it is
 * @param category of the source, or the kind of a contrast
 * @param positive harmful or toxic
 * @param heldOut not trained on
 * @param weight of the row in training; 0 = measured only
 */
record LabelledText(
    String set, String text, String category, boolean positive, boolean heldOut, double weight) {}
