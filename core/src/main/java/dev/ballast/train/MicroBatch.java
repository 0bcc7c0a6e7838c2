package dev.ballast.train;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a micro-batch showed.
 *
 * @param loss its share of the step's loss: shares add up
 * @param metrics by TRL's names
 * @param tokens tokens seen, as TRL's {@code num_tokens} counts them
 */
public record MicroBatch(double loss, Map<String, Double> metrics, long tokens) {
  public MicroBatch {
    metrics = new TreeMap<>(metrics); // one order in every process
  }
}
