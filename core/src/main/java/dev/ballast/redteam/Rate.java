package dev.ballast.redteam;

import dev.ballast.stats.Bootstrap;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * How often attempts succeeded.
 *
 * @param asr successes of all attempts, errors and undetermined ones included; its interval is
 *     Wilson's where each objective was tried once, else a bootstrap that draws whole objectives,
 *     since attempts at one rise and fall together; n counts attempts
 */
public record Rate(int successes, int failures, int errors, int undetermined, Interval asr) {
  /** The confidence of every interval of a campaign. */
  public static final double CONFIDENCE = 0.95;

  private static final int RESAMPLES = 2_000;

  /** Count traces; at least one. */
  public static Rate of(Collection<AttackTrace> traces) {
    List<Outcome> outcomes = traces.stream().map(AttackTrace::outcome).toList();
    int successes = count(outcomes, Outcome.SUCCESS);
    return new Rate(
        successes,
        count(outcomes, Outcome.FAILURE),
        count(outcomes, Outcome.ERROR),
        count(outcomes, Outcome.UNDETERMINED),
        asr(traces, successes));
  }

  private static Interval asr(Collection<AttackTrace> traces, int successes) {
    int n = traces.size();
    Map<String, List<AttackTrace>> objectives =
        traces.stream()
            .collect(
                Collectors.groupingBy(
                    trace -> trace.objective().id(), LinkedHashMap::new, Collectors.toList()));
    if (objectives.size() == n) {
      return Wilson.interval(successes, n, CONFIDENCE);
    }
    if (successes == 0 || successes == n) {
      // A bootstrap of equal values has no width; so many objectives are what is known.
      int own = objectives.size();
      Interval few = Wilson.interval(successes == 0 ? 0 : own, own, CONFIDENCE);
      return new Interval(few.estimate(), few.low(), few.high(), n);
    }
    List<double[]> clusters =
        objectives.values().stream()
            .map(
                own ->
                    own.stream()
                        .mapToDouble(trace -> trace.outcome() == Outcome.SUCCESS ? 1 : 0)
                        .toArray())
            .toList();
    Interval drawn = Bootstrap.clustered(clusters, CONFIDENCE, RESAMPLES, new SplittableRandom(0));
    return new Interval(drawn.estimate(), drawn.low(), drawn.high(), n);
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
