package dev.ballast.score;

/**
 * An exchange with what others said of it.
 *
 * @param set the data set
 * @param refused 1 the answer does not give what was asked, 0 it does, between: said in part
 * @param use what the row may be used for
 * @param weight of the row in training
 */
record Labelled(String set, Exchange exchange, double refused, Use use, double weight) {
  /** Sides of the split, by hash. */
  enum Use {
    TRAIN,
    HELD_OUT
  }

  boolean trains() {
    return use == Use.TRAIN;
  }

  /** Return the row as one that does no harm, although it gives what was asked. */
  Labelled harmless() {
    return refused == 0 ? new Labelled(set, exchange, 1, use, weight) : this;
  }

  /** Tell whether the label is a plain yes or no. */
  boolean plain() {
    return refused == 0 || refused == 1;
  }
}
