package dev.ballast.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen since the last log entry: as in TRL the loss is averaged over steps and every other
 * metric over micro-batches; gradient norm, learning rate and token count are the last step's.
 *
 * @param steps steps since the last entry
 * @param microBatches micro-batches since then
 */
record MetricWindow(long steps, long microBatches, double loss, Map<String, Double> sums) {
  static final MetricWindow EMPTY = new MetricWindow(0, 0, 0, Map.of());

  MetricWindow {
    sums = new LinkedHashMap<>(sums);
  }

  MetricWindow plus(List<MicroBatch> step) {
    Map<String, Double> more = new LinkedHashMap<>(sums);
    double lossSum = loss;
    for (MicroBatch part : step) {
      lossSum += part.loss();
      part.metrics().forEach((name, value) -> more.merge(name, value, Double::sum));
    }
    return new MetricWindow(steps + 1, microBatches + step.size(), lossSum, more);
  }

  Map<String, Double> averages() {
    Map<String, Double> averages = new LinkedHashMap<>();
    averages.put("loss", loss / steps);
    sums.forEach((name, sum) -> averages.put(name, sum / microBatches));
    return averages;
  }
}
