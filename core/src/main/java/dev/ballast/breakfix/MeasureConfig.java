package dev.ballast.breakfix;

import static dev.ballast.breakfix.BreakFixConfig.require;

import dev.ballast.config.Key;

/** How the model is measured before and after. */
public record MeasureConfig(
    @Key(value = "0", doc = "at most so many held-out prompts a metric, by hash; 0 = all")
        int benchmarkN,
    @Key(value = "32", doc = "prompts asked at once; part of what makes answers repeatable")
        int evalBatchSize,
    @Key(value = "fp32", doc = "arithmetic of measured answers; int8 is faster and tells its loss")
        EvalPrecision evalPrecision,
    @Key(value = "96", doc = "length of an answer when measured") int maxNewTokens,
    @Key(value = "1", doc = "against loops in measured answers; 1 = off") double repetitionPenalty,
    @Key(value = "''", doc = "system message when measured; empty = none") String system,
    @Key(value = "held_out", doc = "families used against held-out requests before and after")
        VerifyAttacks verifyAttacks,
    @Key(value = "0", doc = "most attempts of such a campaign; 0 = all") int verifyBudget,
    @Key(value = "compliance@1", doc = "judges whether an answer is unsafe") String harmScorer,
    @Key(value = "refusal@2", doc = "judges whether an answer refuses") String refusalScorer) {
  /** Attack families of the proving campaigns. */
  public enum VerifyAttacks {
    /** Families that training never saw. */
    HELD_OUT,
    /** Those, and beside them the families that training saw. */
    ALL
  }

  /** Arithmetic of a model while it is measured. */
  public enum EvalPrecision {
    FP32,
    INT8
  }

  public MeasureConfig {
    require(benchmarkN >= 0, "benchmark_n must be >= 0, was " + benchmarkN);
    require(evalBatchSize >= 1, "eval_batch_size must be >= 1, was " + evalBatchSize);
    require(maxNewTokens >= 1, "max_new_tokens must be >= 1, was " + maxNewTokens);
    require(repetitionPenalty > 0, "repetition_penalty must be > 0, was " + repetitionPenalty);
    require(verifyBudget >= 0, "verify_budget must be >= 0, was " + verifyBudget);
  }
}
