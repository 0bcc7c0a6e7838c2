package dev.ballast.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** TRL's metrics of a batch of pairs; rewards are β times un-normalised log-ratios. */
final class PairMetrics {
  private PairMetrics() {}

  /**
   * Describe a batch.
   *
   * @param chosenRewards β log π(y⁺)/π_ref(y⁺) of each pair
   */
  static Map<String, Double> of(
      PairLogProbs policy, double[] chosenRewards, double[] rejectedRewards) {
    HeadStatistics chosen = policy.chosenStatistics();
    HeadStatistics rejected = policy.rejectedStatistics();
    HeadStatistics all = chosen.plus(rejected);
    double accuracy = 0;
    for (int i = 0; i < chosenRewards.length; i++) {
      accuracy += chosenRewards[i] > rejectedRewards[i] ? 1.0 / chosenRewards.length : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("entropy", all.perToken(all.entropy()));
    metrics.put("logits/chosen", chosen.perToken(chosen.meanLogits()));
    metrics.put("logits/rejected", rejected.perToken(rejected.meanLogits()));
    metrics.put("mean_token_accuracy", chosen.perToken(chosen.top1()));
    metrics.put("rewards/chosen", mean(chosenRewards));
    metrics.put("rewards/rejected", mean(rejectedRewards));
    metrics.put("rewards/accuracies", accuracy);
    metrics.put("rewards/margins", mean(chosenRewards) - mean(rejectedRewards));
    metrics.put("logps/chosen", mean(policy.chosen().sum().toDoubles()));
    metrics.put("logps/rejected", mean(policy.rejected().sum().toDoubles()));
    return metrics;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
