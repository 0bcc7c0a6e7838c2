package dev.ballast.breakfix;

import dev.ballast.chat.ModelSource;
import dev.ballast.score.Scorer;

/**
 * What a run is given by its caller.
 *
 * @param models opens the model and what the stages make of it
 * @param harm judges whether an answer is unsafe
 * @param refusal judges whether an answer refuses
 */
public record BreakFixSeams(
    ModelSource models,
    StageTrainer trainer,
    SafeAnswers safeAnswers,
    Scorer harm,
    Scorer refusal,
    BreakFixListener listener) {}
