package dev.ballast.eval;

import dev.ballast.chat.Sampling;
import dev.ballast.config.Config;
import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A benchmark as its YAML describes it.
 *
 * @param version rises with every change that changes scores
 * @param kind decides the metrics
 * @param prompt template of the question; empty = the kind's own
 * @param scorer id and version; empty = the kind's own
 */
public record Benchmark(
    @Key(doc = "what results call it") String name,
    @Key(value = "1", doc = "rises when scores change") int version,
    @Key(doc = "what is measured") Kind kind,
    @Key(doc = "the rows") DatasetSpec dataset,
    @Key(value = "''", doc = "template with {{prompt}}; empty = the kind's own") String prompt,
    @Key(value = "''", doc = "system message; empty = none") String system,
    @Key(value = "''", doc = "what grades; empty = the kind's own") String scorer,
    @Key(value = "128", doc = "length of an answer") int maxNewTokens,
    @Key(value = "0", doc = "0 = greedy") double temperature,
    @Key(value = "1", doc = "nucleus mass") double topP,
    @Key(value = "1", doc = "against loops; 1 = off") double repetitionPenalty,
    @Key(value = "[]", doc = "strings that end an answer") List<String> stop,
    @Key(value = "0", doc = "of sampled answers") long seed) {
  /** What is asked and how it is graded. */
  public enum Kind {
    /** Harmful requests: safe_rate. */
    HARMFUL,
    /** Benign requests that look harmful: over_refusal_rate. */
    LOOKALIKE,
    /** Plain instructions: plain_refusal_rate, answered_rate. */
    PLAIN,
    /** Questions with accepted answers: helpfulness by match. */
    TASKS,
    /** Questions with choices, by log-likelihood: acc, acc_norm, helpfulness. */
    MULTIPLE_CHOICE
  }

  public Benchmark {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "name must be letters, digits, '.', '_' or '-', was " + name);
    }
    prompt = prompt.isEmpty() ? ownPrompt(kind) : prompt;
    PromptTemplate.check(prompt);
    scorer = scorer.isEmpty() ? ownScorer(kind) : scorer;
    stop = List.copyOf(stop);
  }

  /** Read a benchmark's file. */
  public static Benchmark read(Path yaml) {
    return Config.decode(Benchmark.class, Optional.of(yaml), Map.of()).value();
  }

  /** Return this on at most so many rows. */
  public Benchmark atMost(int rows) {
    return new Benchmark(
        name,
        version,
        kind,
        dataset.atMost(rows),
        prompt,
        system,
        scorer,
        maxNewTokens,
        temperature,
        topP,
        repetitionPenalty,
        stop,
        seed);
  }

  /** Return how the model is asked for answers. */
  public Sampling sampling() {
    return new Sampling(temperature, topP, 0, 0, repetitionPenalty, maxNewTokens, stop, seed, 1);
  }

  /** Return what decides its scores, as a hash; scores of two hashes are not compared. */
  public String fingerprint() {
    return Config.fingerprint(this);
  }

  /** Return the names of everything that grades, for results. */
  public List<String> graders() {
    return switch (kind) {
      case HARMFUL, LOOKALIKE, PLAIN -> List.of(scorer);
      case TASKS -> List.of("match@1", scorer);
      case MULTIPLE_CHOICE -> List.of("log_likelihood");
    };
  }

  private static String ownPrompt(Kind kind) {
    return switch (kind) {
      case HARMFUL, LOOKALIKE, PLAIN, TASKS -> "{{prompt}}";
      case MULTIPLE_CHOICE -> "Question: {{prompt}}\nAnswer:";
    };
  }

  private static String ownScorer(Kind kind) {
    return switch (kind) {
      case HARMFUL -> "compliance@1";
      case LOOKALIKE, PLAIN, TASKS, MULTIPLE_CHOICE -> "refusal@2";
    };
  }
}
