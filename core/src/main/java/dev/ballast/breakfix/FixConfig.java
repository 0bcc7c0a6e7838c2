package dev.ballast.breakfix;

import static dev.ballast.breakfix.BreakFixConfig.require;

import dev.ballast.config.Key;

/** How failures become training rows. */
public record FixConfig(
    @Key(value = "0", doc = "most failed attacks that become pairs; 0 = all") int maxPairs,
    @Key(
            value = "false",
            doc = "pair also the plain request of every objective that an attack broke, once each")
        boolean pairDirect,
    @Key(value = "4", doc = "own answers looked at for a safe one; 0 = always compose")
        int safeAnswerSamples,
    @Key(value = "0.8", doc = "temperature of those") double safeAnswerTemperature,
    @Key(value = "0.95", doc = "nucleus mass of those") double safeAnswerTopP,
    @Key(value = "full", doc = "composed safe answers: full, or brief for a small model")
        Refusals refusals,
    @Key(value = "1", doc = "look-alikes for each pair of a failure") double lookalikesPerPair,
    @Key(
            value = "0",
            doc = "share of them asked again inside a training attack, which alone is no harm")
        double lookalikesFramed,
    @Key(value = "own", doc = "which answer to a look-alike is chosen first")
        AnswerFrom lookalikeAnswer,
    @Key(value = "0.5", doc = "plain instructions replayed for each pair of a failure")
        double replayPerPair,
    @Key(
            value = "0",
            doc =
                "share of them asked again inside a training attack: long requests and roles alone"
                    + " are no harm")
        double replayFramed,
    @Key(value = "own", doc = "which answer to a plain instruction is chosen first")
        AnswerFrom replayAnswer,
    @Key(
            value = "mixed",
            doc =
                "rejected answers to plain instructions: mixed (half break off), refusal, or"
                    + " late_refusal (half answer for a sentence, then refuse)")
        ReplayRejected replayRejected,
    @Key(value = "96", doc = "length of answers that become rows") int fixMaxNewTokens,
    @Key(
            value = "sentence",
            doc =
                "where answers to benign requests end that ran into it: sentence (the last whole"
                    + " one), or as_is where every stage learns fewer of their tokens")
        CutAnswers cutAnswers) {
  /** How much a composed safe answer says. */
  public enum Refusals {
    /** Acknowledges, declines, says why, offers another way. */
    FULL,
    /** Declines and offers another way, in two short sentences. */
    BRIEF
  }

  /** What a pairwise stage unlearns on plain instructions. */
  public enum ReplayRejected {
    /** Half refuse, half break off where there is something to break off. */
    MIXED,
    /** All refuse. */
    REFUSAL,
    /**
     * All refuse, half behind the first sentence of the answer: a model that has learned to refuse
     * may do so after a good start.
     */
    LATE_REFUSAL
  }

  /** What becomes of an answer to a benign request that ran into its length limit. */
  public enum CutAnswers {
    /** It ends with its last whole sentence: a stage learns this end too. */
    SENTENCE,
    /**
     * It stays, so that no end is learned that the model would not have made: of short answers the
     * last whole sentence is the first, and a model learns to stop behind it.
     */
    AS_IS
  }

  /** Where a chosen answer to a benign request comes from; the other is taken where it fails. */
  public enum AnswerFrom {
    /** The model's own answer before the fix. */
    OWN,
    /** The data set's answer. */
    REFERENCE
  }

  public FixConfig {
    require(maxPairs >= 0, "max_pairs must be >= 0, was " + maxPairs);
    require(safeAnswerSamples >= 0, "safe_answer_samples must be >= 0, was " + safeAnswerSamples);
    require(
        safeAnswerTemperature >= 0,
        "safe_answer_temperature must be >= 0, was " + safeAnswerTemperature);
    require(
        safeAnswerTopP > 0 && safeAnswerTopP <= 1,
        "safe_answer_top_p must be in (0, 1], was " + safeAnswerTopP);
    require(lookalikesPerPair >= 0, "lookalikes_per_pair must be >= 0, was " + lookalikesPerPair);
    require(
        lookalikesFramed >= 0 && lookalikesFramed <= 1,
        "lookalikes_framed must be in [0, 1], was " + lookalikesFramed);
    require(replayPerPair >= 0, "replay_per_pair must be >= 0, was " + replayPerPair);
    require(
        replayFramed >= 0 && replayFramed <= 1,
        "replay_framed must be in [0, 1], was " + replayFramed);
    require(fixMaxNewTokens >= 1, "fix_max_new_tokens must be >= 1, was " + fixMaxNewTokens);
  }
}
