package dev.ballast.breakfix;

import dev.ballast.eval.MetricValue;
import dev.ballast.eval.Reason;
import dev.ballast.eval.SampleScored;
import dev.ballast.redteam.AttackTrace;
import dev.ballast.redteam.CampaignSummary;
import dev.ballast.redteam.DecodeProbe;
import dev.ballast.redteam.Vulnerability;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bodies of a run's events, in the order of a round. {@code phase} is {@code before}, {@code break}
 * or {@code after}; {@code campaign} is {@code held_out}, {@code known} or {@code training}.
 */
public sealed interface BreakFixEvent {
  /** Version of all bodies. */
  int VERSION = 1;

  /**
   * What is going to happen.
   *
   * @param stages methods in order
   */
  record Plan(
      String model,
      int rounds,
      List<String> attacks,
      List<String> heldOutAttacks,
      List<String> stages)
      implements BreakFixEvent {}

  /**
   * Who trains and who measures.
   *
   * @param sets name to size and hash; {@code held_out_…} measure
   * @param heldOutCategories never trained on
   * @param removed training rows left out because a measured prompt is the same
   * @param skipped rows that the readers left out by rule
   */
  record Split(Map<String, SetFacts> sets, List<String> heldOutCategories, int removed, int skipped)
      implements BreakFixEvent {
    public Split {
      sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }
  }

  /** Size and sha256 of a set's ids and prompts. */
  record SetFacts(int rows, String hash) {}

  /** Which encodings the model can read. */
  record Probed(int round, List<DecodeProbe> probes) implements BreakFixEvent {}

  /** A finished sample of a benchmark. */
  record Sampled(int round, String phase, SampleScored sample) implements BreakFixEvent {}

  /** A finished benchmark. */
  record BenchmarkDone(int round, String phase, String benchmark, Map<String, MetricValue> metrics)
      implements BreakFixEvent {
    public BenchmarkDone {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /** A finished attempt. */
  record Attempted(int round, String phase, String campaign, AttackTrace trace)
      implements BreakFixEvent {}

  /** A finished campaign. */
  record CampaignDone(int round, String phase, String campaign, CampaignSummary summary)
      implements BreakFixEvent {}

  /** What the failures have in common, worst first. */
  record Clustered(int round, List<Vulnerability> vulnerabilities) implements BreakFixEvent {}

  /**
   * Answers of the model that may become rows.
   *
   * @param purpose {@code safe_answer}, {@code lookalike}, {@code replay} or the stage's name
   * @param texts empty when the prompt does not fit the model
   */
  record Answered(int round, String purpose, String id, List<String> texts)
      implements BreakFixEvent {}

  /**
   * The training rows.
   *
   * @param failures pairs of failures
   * @param ownSafe of these, how many chosen answers are the model's own
   * @param lookalikes pairs of look-alikes
   * @param buffer pairs of plain instructions
   * @param dropped benign rows without a fit answer
   * @param distinctRefusals share of distinct texts among the failures' chosen answers
   * @param alarm what a person should know; empty where nothing is wrong
   */
  record PairsBuilt(
      int round,
      int failures,
      int ownSafe,
      int lookalikes,
      int buffer,
      int dropped,
      double distinctRefusals,
      String alarm)
      implements BreakFixEvent {}

  /**
   * A stage begins.
   *
   * @param rows file to number of rows
   * @param resampled rows whose answers were taken anew
   */
  record StageStarted(
      int round, String stage, String method, Map<String, Integer> rows, int resampled)
      implements BreakFixEvent {
    public StageStarted {
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }
  }

  /**
   * A stage is trained.
   *
   * @param model folder of the checkpoint, relative to the run's
   */
  record StageDone(int round, String stage, String model, String hash, Map<String, Double> facts)
      implements BreakFixEvent {}

  /**
   * The gate has decided.
   *
   * @param decision {@code promote} or {@code reject}
   */
  record Gated(int round, String decision, List<Reason> reasons) implements BreakFixEvent {}

  /**
   * The run is over.
   *
   * @param model the model to use: the given reference, or a folder relative to the run's
   */
  record Finished(int rounds, String decision, String model) implements BreakFixEvent {}

  /** Return the event's type in the ledger. */
  default String type() {
    return type(getClass());
  }

  /** Return the type of a body's class. */
  static String type(Class<? extends BreakFixEvent> body) {
    return Objects.requireNonNull(Types.BY_BODY.get(body));
  }

  /** The registry of types: to add an event, add its line. */
  final class Types {
    private static final Map<Class<? extends BreakFixEvent>, String> BY_BODY =
        Map.ofEntries(
            Map.entry(Plan.class, "plan"),
            Map.entry(Split.class, "split"),
            Map.entry(Probed.class, "decode_probe"),
            Map.entry(Sampled.class, "sample_scored"),
            Map.entry(BenchmarkDone.class, "benchmark_done"),
            Map.entry(Attempted.class, "attempt"),
            Map.entry(CampaignDone.class, "campaign_done"),
            Map.entry(Clustered.class, "clustered"),
            Map.entry(Answered.class, "answers_sampled"),
            Map.entry(PairsBuilt.class, "pairs_built"),
            Map.entry(StageStarted.class, "stage_started"),
            Map.entry(StageDone.class, "stage_done"),
            Map.entry(Gated.class, "gate"),
            Map.entry(Finished.class, "finished"));

    private Types() {}
  }
}
