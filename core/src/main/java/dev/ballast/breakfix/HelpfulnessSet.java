package dev.ballast.breakfix;

import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.data.DatasetSpec;

/** Tasks that show whether a model is still of use. */
public record HelpfulnessSet(
    @Key(value = "helpfulness", doc = "what results call it") String name,
    @Key(value = "tasks", doc = "how answers are scored") Kind kind,
    @Flat DatasetSpec dataset) {
  /** How an answer is scored. */
  public enum Kind {
    /** By match with the accepted answers. */
    TASKS,
    /** By log-likelihood, length-normalised (acc_norm). */
    MULTIPLE_CHOICE
  }
}
