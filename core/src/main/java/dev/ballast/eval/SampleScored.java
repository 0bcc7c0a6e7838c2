package dev.ballast.eval;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One finished sample: what the ledger stores and resume reads.
 *
 * @param prompt the last user message as it was asked
 * @param verdict word of the scorer, {@code right} or {@code wrong}, or {@code unscored}
 * @param score probability of the scorer's positive class; 0 when unscored
 * @param values metric's word → 0 or 1
 * @param unscored why no scorer could grade it; empty when one did
 */
public record SampleScored(
    String benchmark,
    String id,
    String category,
    String attack,
    String prompt,
    String response,
    String verdict,
    double score,
    Map<String, Double> values,
    String unscored) {
  public SampleScored {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Return what a scorecard keeps of it. */
  SampleOutcome outcome() {
    return new SampleOutcome(id, category, !unscored.isEmpty(), values);
  }
}
