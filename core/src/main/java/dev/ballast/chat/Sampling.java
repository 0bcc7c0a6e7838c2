package dev.ballast.chat;

import java.util.List;

/**
 * How tokens are chosen; names and meanings as in vLLM.
 *
 * @param temperature 0 = greedy, else &gt; 0
 * @param topP nucleus mass in (0, 1]; 1 = off
 * @param topK keep the k likeliest tokens; 0 = off
 * @param minP keep tokens with probability &ge; minP times the largest; 0 = off
 * @param repetitionPenalty &gt; 0; 1 = off (Keskar et al. 2019, as in transformers)
 * @param maxNewTokens &ge; 1
 * @param stop strings that end the answer; they are not part of the text
 * @param seed of this request alone: neighbours in a batch do not change it
 * @param n answers for this request, &ge; 1
 */
public record Sampling(
    double temperature,
    double topP,
    int topK,
    double minP,
    double repetitionPenalty,
    int maxNewTokens,
    List<String> stop,
    long seed,
    int n) {
  public Sampling {
    stop = List.copyOf(stop);
    check(temperature >= 0, "temperature must be >= 0", temperature);
    check(topP > 0 && topP <= 1, "top_p must be in (0, 1]", topP);
    check(topK >= 0, "top_k must be >= 0", topK);
    check(minP >= 0 && minP <= 1, "min_p must be in [0, 1]", minP);
    check(repetitionPenalty > 0, "repetition_penalty must be > 0", repetitionPenalty);
    check(maxNewTokens >= 1, "max_new_tokens must be >= 1", maxNewTokens);
    check(n >= 1, "n must be >= 1", n);
  }

  /** Return greedy decoding of at most that many tokens. */
  public static Sampling greedy(int maxNewTokens) {
    return new Sampling(0, 1, 0, 0, 1, maxNewTokens, List.of(), 0, 1);
  }

  public Sampling withSeed(long newSeed) {
    return new Sampling(
        temperature, topP, topK, minP, repetitionPenalty, maxNewTokens, stop, newSeed, n);
  }

  public Sampling withTemperature(double newTemperature) {
    return new Sampling(
        newTemperature, topP, topK, minP, repetitionPenalty, maxNewTokens, stop, seed, n);
  }

  public Sampling withN(int newN) {
    return new Sampling(
        temperature, topP, topK, minP, repetitionPenalty, maxNewTokens, stop, seed, newN);
  }

  private static void check(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", was " + value);
    }
  }
}
