package dev.ballast.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen since the last log entry: as in TRL the loss is averaged over steps and every other
 * metric over the micro-batches that have it; gradient norm, learning rate and token count are the
 * last step's.
 *
 * @param steps steps since the last entry
 * @param counts micro-batches behind each sum
 */
record MetricWindow(long steps, double loss, Map<String, Double> sums, Map<String, Long> counts) {
  static final MetricWindow EMPTY = new MetricWindow(0, 0, Map.of(), Map.of());

  MetricWindow {
    sums = new LinkedHashMap<>(sums);
    counts = new LinkedHashMap<>(counts);
  }

  MetricWindow plus(List<MicroBatch> step) {
    Map<String, Double> moreSums = new LinkedHashMap<>(sums);
    Map<String, Long> moreCounts = new LinkedHashMap<>(counts);
    double lossSum = loss;
    for (MicroBatch part : step) {
      lossSum += part.loss();
      part.metrics()
          .forEach(
              (name, value) -> {
                moreSums.merge(name, value, Double::sum);
                moreCounts.merge(name, 1L, Long::sum);
              });
    }
    return new MetricWindow(steps + 1, lossSum, moreSums, moreCounts);
  }

  Map<String, Double> averages() {
    Map<String, Double> averages = new LinkedHashMap<>();
    averages.put("loss", loss / steps);
    sums.forEach((name, sum) -> averages.put(name, sum / counts.getOrDefault(name, 1L)));
    return averages;
  }
}
