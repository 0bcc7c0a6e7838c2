package dev.ballast.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One log entry.
 *
 * @param step optimiser steps done
 * @param epoch epochs done
 * @param values by TRL's names: loss, grad_norm, learning_rate and the step's own metrics
 */
public record StepMetrics(long step, double epoch, Map<String, Double> values) {
  public StepMetrics {
    values = new LinkedHashMap<>(values);
  }

  /** Return a metric, NaN where the entry has none of this name. */
  public double value(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /** Return the entry as {@code log_history} of {@code trainer_state.json} has it. */
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>(values);
    entry.put("epoch", epoch);
    entry.put("step", step);
    return entry;
  }
}
