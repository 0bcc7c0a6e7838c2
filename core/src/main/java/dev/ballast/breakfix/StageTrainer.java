package dev.ballast.breakfix;

import dev.ballast.chat.Progress;

/** Trains one stage; a stage that was interrupted goes on from its newest checkpoint. */
@FunctionalInterface
public interface StageTrainer {
  /** Train, or finish training, in {@code plan.output()}. */
  TrainedStage train(StagePlan plan, Progress progress);
}
