package dev.ballast.eval;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one sample adds to the metrics.
 *
 * @param values metric's word → value in [0, 1]
 */
public record SampleOutcome(
    String id, String category, boolean unscored, Map<String, Double> values) {
  public SampleOutcome {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
