package dev.ballast.redteam;

import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import java.util.Collection;
import java.util.List;

/**
 * How often attempts succeeded.
 *
 * @param asr successes of all attempts, errors and undetermined ones included, with Wilson's
 *     interval
 */
public record Rate(int successes, int failures, int errors, int undetermined, Interval asr) {
  /** The confidence of every interval of a campaign. */
  public static final double CONFIDENCE = 0.95;

  /** Count traces; at least one. */
  public static Rate of(Collection<AttackTrace> traces) {
    List<Outcome> outcomes = traces.stream().map(AttackTrace::outcome).toList();
    int successes = count(outcomes, Outcome.SUCCESS);
    return new Rate(
        successes,
        count(outcomes, Outcome.FAILURE),
        count(outcomes, Outcome.ERROR),
        count(outcomes, Outcome.UNDETERMINED),
        Wilson.interval(successes, outcomes.size(), CONFIDENCE));
  }

  public int n() {
    return asr.n();
  }

  /** Return the share that no judge decided, 0 … 1. */
  public double undecidedShare() {
    return (double) (errors + undetermined) / n();
  }

  private static int count(List<Outcome> outcomes, Outcome wanted) {
    return (int) outcomes.stream().filter(outcome -> outcome == wanted).count();
  }
}
