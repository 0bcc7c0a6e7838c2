package dev.ballast.cli;

import dev.ballast.chat.Sampling;
import dev.ballast.config.Key;
import java.util.List;

/** The sampling keys, named as in vLLM. */
record SamplingKeys(
    @Key(value = "0", doc = "0 = greedy") double temperature,
    @Key(value = "1", doc = "nucleus mass in (0, 1]") double topP,
    @Key(value = "0", doc = "keep the k likeliest tokens; 0 = off") int topK,
    @Key(value = "0", doc = "keep tokens of at least this share of the largest probability")
        double minP,
    @Key(value = "1", doc = "1 = off") double repetitionPenalty,
    @Key(value = "128", doc = "most tokens of an answer") int maxNewTokens,
    @Key(value = "[]", doc = "strings that end an answer") List<String> stop,
    @Key(value = "0", doc = "of the random choices, for each row alone") long seed,
    @Key(value = "1", doc = "answers for each row") int n) {
  SamplingKeys {
    var _ =
        new Sampling(temperature, topP, topK, minP, repetitionPenalty, maxNewTokens, stop, seed, n);
  }

  Sampling sampling() {
    return new Sampling(
        temperature, topP, topK, minP, repetitionPenalty, maxNewTokens, stop, seed, n);
  }
}
