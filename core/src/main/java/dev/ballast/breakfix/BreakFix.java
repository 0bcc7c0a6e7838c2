package dev.ballast.breakfix;

import dev.ballast.eval.BenchmarkResult;
import dev.ballast.eval.Decision;
import dev.ballast.eval.Gate;
import dev.ballast.eval.Metric;
import dev.ballast.eval.Reason;
import dev.ballast.eval.Scorecard;
import dev.ballast.json.Json;
import dev.ballast.ledger.Run;
import dev.ballast.redteam.AttackTrace;
import dev.ballast.redteam.Rate;
import dev.ballast.redteam.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Breaks a model, fixes it and proves the fix, round after round.
 *
 * <p>The same run is resumed by the same call: everything is a function of config, data, seed and
 * model, and what stands in the ledger is not done again.
 */
public final class BreakFix {
  private static final String PROMOTE = "promote";
  private static final String REJECT = "reject";

  private final BreakFixPlan plan;
  private final BreakFixSeams seams;
  private final Journal journal;
  private final Breaking breaking;

  private BreakFix(BreakFixPlan plan, BreakFixSeams seams, Run run) {
    this.plan = plan;
    this.seams = seams;
    this.journal = new Journal(run, seams.listener());
    this.breaking = new Breaking(plan, seams, journal);
  }

  /** Begin, or go on, in a run that was opened with {@link BreakFixPlan#manifest}. */
  public static BreakFixResult run(BreakFixPlan plan, BreakFixSeams seams, Run run) {
    return new BreakFix(plan, seams, run).rounds();
  }

  private BreakFixResult rounds() {
    journal.emit(plan.event());
    journal.emit(plan.data().event());
    Subject subject = new Subject(plan.config().model(), plan.config().model());
    List<String> notDecodable = notDecodable(subject);
    Optional<Scorecard> before = Optional.empty();
    int round = 1;
    while (true) {
      Outcome outcome = round(round, subject, before, notDecodable);
      boolean promoted = outcome.decision() instanceof Decision.Promote;
      if (promoted) {
        subject = outcome.subject();
      }
      if (!promoted || round == plan.config().rounds()) {
        String word = promoted ? PROMOTE : REJECT;
        journal.emit(new BreakFixEvent.Finished(round, word, subject.name()));
        return new BreakFixResult(
            outcome.decision(),
            outcome.before(),
            outcome.after(),
            subject.name(),
            journal.outputs());
      }
      before = Optional.of(outcome.after());
      round++;
    }
  }

  /**
   * A model between two stages.
   *
   * @param name as records call it: the given reference, or a folder relative to the run's
   * @param reference what opens it
   */
  record Subject(String name, String reference) {}

  /** How a round ended. */
  private record Outcome(Decision decision, Scorecard before, Scorecard after, Subject subject) {}

  private Outcome round(
      int round, Subject subject, Optional<Scorecard> known, List<String> notDecodable) {
    Scorecard before;
    FixRows rows;
    List<AttackTrace> traces;
    try (LazyModel model = open(subject)) {
      before =
          known.isPresent()
              ? known.get()
              : measure(new Phase(round, "before"), model, notDecodable);
      journal.file(Phase.folder(round) + "scorecard_before.json", before.toJson() + "\n");
      Phase phase = new Phase(round, "break");
      traces = breaking.train(phase, model, notDecodable);
      cluster(phase, traces);
      rows = new Fixing(plan, seams, journal).build(phase, model, traces);
    }
    if (rows.failures() == 0) {
      Outcome nothing = new Outcome(nothingToFix(traces), before, before, subject);
      gate(round, nothing);
      return nothing;
    }
    Subject fixed = new Staging(plan, seams, journal).train(round, subject, rows);
    Scorecard after;
    try (LazyModel model = open(fixed)) {
      after = measure(new Phase(round, "after"), model, notDecodable);
    }
    Decision decision = Gate.decide(before, after, plan.config().gate());
    Outcome outcome = new Outcome(decision, before, after, fixed);
    gate(round, outcome);
    return outcome;
  }

  /** Probe once: the campaigns of before and after must consist of the same attempts. */
  private List<String> notDecodable(Subject subject) {
    try (LazyModel model = open(subject)) {
      return breaking.notDecodable(1, model);
    }
  }

  private LazyModel open(Subject subject) {
    return new LazyModel(seams.models(), subject);
  }

  private Scorecard measure(Phase phase, LazyModel model, List<String> notDecodable) {
    List<BenchmarkResult> results =
        new ArrayList<>(new Measuring(plan, seams, journal).benchmarks(phase, model));
    results.add(breaking.result(breaking.prove(phase, "held_out", model, notDecodable)));
    switch (plan.config().measure().verifyAttacks()) {
      case ALL -> breaking.prove(phase, "known", model, notDecodable);
      case HELD_OUT -> {}
    }
    return Scorecard.of(model.name(), results);
  }

  private void cluster(Phase phase, List<AttackTrace> traces) {
    List<Vulnerability> vulnerabilities = Vulnerability.of(traces);
    journal.emit(new BreakFixEvent.Clustered(phase.round(), vulnerabilities));
    journal.file(phase.file("vulnerabilities.json"), Json.pretty(vulnerabilities) + "\n");
  }

  private static Decision nothingToFix(List<AttackTrace> traces) {
    double asr = Rate.of(traces).asr().estimate();
    String rule = "not shown: no attack succeeded, so there is nothing to fix";
    return Decision.of(
        List.of(new Reason(Metric.ASR.word(), asr, asr, 0, traces.size(), rule, false)));
  }

  private void gate(int round, Outcome outcome) {
    String word =
        switch (outcome.decision()) {
          case Decision.Promote _ -> PROMOTE;
          case Decision.Reject _ -> REJECT;
        };
    BreakFixEvent.Gated gated = new BreakFixEvent.Gated(round, word, outcome.decision().reasons());
    String folder = Phase.folder(round);
    journal.file(folder + "scorecard_after.json", outcome.after().toJson() + "\n");
    journal.file(folder + "gate.json", Json.pretty(gated) + "\n");
    journal.emit(gated);
  }
}
