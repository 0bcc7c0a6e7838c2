package dev.ballast.report;

import java.util.Optional;

/**
 * One metric, before and after.
 *
 * @param metric word of the metric
 * @param label for people
 */
record Comparison(
    String metric, String label, Optional<Value> before, Optional<Value> after, Better better) {
  /** Which way is good. */
  enum Better {
    HIGHER,
    LOWER;

    String words() {
      return this == HIGHER ? "higher is better" : "lower is better";
    }
  }

  Comparison labelled(String other) {
    return new Comparison(metric, other, before, after, better);
  }

  /** Return the change of the estimate where both were measured. */
  Optional<Double> change() {
    return before.flatMap(b -> after.map(a -> a.estimate() - b.estimate()));
  }

  boolean measured() {
    return before.isPresent() || after.isPresent();
  }
}
