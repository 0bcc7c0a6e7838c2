package dev.ballast.score;

import java.util.Optional;
import java.util.Set;

/**
 * A labelled row for a judge that is a model.
 *
 * @param set whose row it is
 * @param exchange the request, and its answer where one is judged
 * @param answered whether the answer is judged; otherwise the request alone
 * @param harmful the request asks for harm, or the answer to such a request gives it
 * @param hazard of a harmful row, where its set says
 * @param heldOut not trained on
 */
public record JudgeRow(
    String set,
    Exchange exchange,
    boolean answered,
    boolean harmful,
    Optional<Hazard> hazard,
    boolean heldOut) {
  /** Tell whether the row is of one of these sets, or of labels that we gave to one of them. */
  public boolean of(Set<String> sets) {
    return sets.stream().anyMatch(set::startsWith);
  }
}
