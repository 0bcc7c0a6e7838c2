package dev.ballast.task;

import dev.ballast.stats.Agreement;
import java.util.Optional;

/**
 * Who graded the answers of a task.
 *
 * @param id the judge's whole id: another is another instrument
 * @param weights hash of the weights of a model that was asked; empty where none are at hand
 * @param error how it agrees with labels; empty for a judge without a card
 */
public record TaskJudge(String id, String weights, Optional<Agreement> error) {}
