package dev.ballast.train;

/**
 * What the reference says of one pair, in nats.
 *
 * @param chosen (tokens of the chosen completion)
 * @param rejected (tokens of the rejected one)
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
record ReferenceRow(double[] chosen, double[] rejected) {
  /** Tell whether there is one number for each completion token of a pair. */
  boolean fits(EncodedPair pair) {
    return chosen.length == pair.chosen().length && rejected.length == pair.rejected().length;
  }
}
