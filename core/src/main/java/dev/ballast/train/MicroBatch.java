package dev.ballast.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a micro-batch showed.
 *
 * @param loss its share of the step's loss: shares add up
 * @param metrics by TRL's names
 * @param tokens tokens seen, as TRL's {@code num_tokens} counts them
 */
public record MicroBatch(double loss, Map<String, Double> metrics, long tokens) {
  public MicroBatch {
    metrics = new LinkedHashMap<>(metrics);
  }
}
