package dev.ballast.breakfix;

import dev.ballast.chat.ChatModel;
import dev.ballast.config.Config;
import dev.ballast.data.Row;
import dev.ballast.eval.BenchmarkResult;
import dev.ballast.eval.Metric;
import dev.ballast.eval.SampleOutcome;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import dev.ballast.redteam.Attack;
import dev.ballast.redteam.AttackTrace;
import dev.ballast.redteam.Campaign;
import dev.ballast.redteam.CampaignConfig;
import dev.ballast.redteam.CampaignSummary;
import dev.ballast.redteam.DecodeProbe;
import dev.ballast.redteam.GarakFiles;
import dev.ballast.redteam.Objective;
import dev.ballast.redteam.Outcome;
import dev.ballast.redteam.attack.Attacks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attacks a model. */
final class Breaking {
  private final BreakFixPlan plan;
  private final BreakFixSeams seams;
  private final Journal journal;

  Breaking(BreakFixPlan plan, BreakFixSeams seams, Journal journal) {
    this.plan = plan;
    this.seams = seams;
    this.journal = journal;
  }

  /** Find the attacks whose encoding the model cannot read. */
  List<String> notDecodable(int round, LazyModel model) {
    List<BreakFixEvent.Probed> recorded =
        journal.replay(BreakFixEvent.Probed.class, event -> event.round() == round);
    List<DecodeProbe> probes =
        recorded.isEmpty() ? probe(round, model) : recorded.getFirst().probes();
    return probes.stream().filter(p -> !p.decodable()).map(DecodeProbe::attack).toList();
  }

  private List<DecodeProbe> probe(int round, LazyModel model) {
    List<Attack> encoded =
        plan.allAttacks().stream()
            .map(Attacks::byName)
            .filter(attack -> attack.converter().isPresent())
            .toList();
    List<DecodeProbe> probes = encoded.isEmpty() ? List.of() : DecodeProbe.of(model.get(), encoded);
    journal.emit(new BreakFixEvent.Probed(round, probes));
    return probes;
  }

  /** A campaign of a round: who is attacked by what. */
  private record Assault(Phase phase, String campaign, List<Row> rows, List<String> attacks) {
    /** Return {@code training}, {@code before}, {@code after}, {@code known_before} …. */
    String fileName() {
      return switch (campaign) {
        case "held_out" -> phase.name();
        case "known" -> "known_" + phase.name();
        case String other -> other;
      };
    }
  }

  /** Attack training objectives with the families that may be trained on. */
  List<AttackTrace> train(Phase phase, LazyModel model, List<String> notDecodable) {
    Assault assault =
        new Assault(phase, "training", plan.data().objectives().train(), plan.trainingAttacks());
    // Each round draws other wordings; the proving campaigns never change theirs.
    long seed = plan.config().seed() + phase.round();
    return run(assault, model, notDecodable, plan.config().campaign(), seed);
  }

  /** Attack held-out objectives with one side of the families. */
  List<AttackTrace> prove(
      Phase phase, String campaign, LazyModel model, List<String> notDecodable) {
    List<String> attacks =
        campaign.equals("held_out") ? plan.heldOutAttacks() : plan.trainingAttacks();
    Assault assault = new Assault(phase, campaign, plan.data().objectives().heldOut(), attacks);
    CampaignConfig config =
        plan.config().campaign().withBudget(plan.config().measure().verifyBudget());
    return run(assault, model, notDecodable, config, plan.config().seed());
  }

  private List<AttackTrace> run(
      Assault assault,
      LazyModel model,
      List<String> notDecodable,
      CampaignConfig config,
      long seed) {
    List<Attack> attacks =
        assault.attacks().stream()
            .filter(name -> !notDecodable.contains(name))
            .map(Attacks::byName)
            .toList();
    if (attacks.isEmpty()) {
      throw BadInput.of(
              "the model can read none of the encodings of campaign " + assault.campaign())
          .key("attacks")
          .value(assault.attacks())
          .fix("name an attack without an encoding");
    }
    List<Objective> objectives =
        Measuring.prompts(assault.rows()).stream().map(Objective::of).toList();
    Campaign campaign = new Campaign(objectives, attacks, config, seed);
    List<AttackTrace> traces = traces(assault, campaign, model);
    List<String> left = notDecodable.stream().filter(assault.attacks()::contains).toList();
    finish(assault, traces, left);
    files(assault, model.name(), traces);
    return traces;
  }

  private List<AttackTrace> traces(Assault assault, Campaign campaign, LazyModel model) {
    Phase phase = assault.phase();
    Map<String, AttackTrace> done = new LinkedHashMap<>();
    journal
        .replay(
            BreakFixEvent.Attempted.class,
            event ->
                event.round() == phase.round()
                    && event.phase().equals(phase.name())
                    && event.campaign().equals(assault.campaign()))
        .forEach(event -> done.put(event.trace().id(), event.trace()));
    if (done.size() == campaign.size()) {
      return List.copyOf(done.values());
    }
    ChatModel target = model.get();
    String shown = phase.name() + ": attack (" + assault.campaign() + ")";
    return campaign.run(
        new Campaign.Arena(target, seams.harm()),
        done,
        trace ->
            journal.emit(
                new BreakFixEvent.Attempted(
                    phase.round(), phase.name(), assault.campaign(), trace)),
        (now, all) -> seams.listener().advance(shown, now, all));
  }

  private void finish(Assault assault, List<AttackTrace> traces, List<String> notDecodable) {
    Phase phase = assault.phase();
    CampaignSummary summary = CampaignSummary.of(seams.harm().id(), traces, notDecodable);
    BreakFixEvent.CampaignDone done =
        new BreakFixEvent.CampaignDone(phase.round(), phase.name(), assault.campaign(), summary);
    journal.emit(done);
    journal.file(phase.file("campaign_" + assault.fileName() + ".json"), Json.pretty(done) + "\n");
  }

  /** Write garak's report and hit log; those of the training campaign have the plain names. */
  private void files(Assault assault, String target, List<AttackTrace> traces) {
    Phase phase = assault.phase();
    String runId =
        BreakFixPlan.COMMAND
            + "-"
            + Config.fingerprint(plan.config()).substring(0, 8)
            + "/"
            + phase.file(assault.fileName());
    GarakFiles files = new GarakFiles(runId, target, seams.harm().id(), Optional.empty());
    String suffix = assault.campaign().equals("training") ? "" : "_" + assault.fileName();
    journal.rows(phase.file("attempts" + suffix + ".jsonl"), files.report(traces));
    journal.rows(phase.file("hitlog" + suffix + ".jsonl"), files.hits(traces));
  }

  /** Return a campaign as a scorecard counts it: one sample an attempt. */
  BenchmarkResult result(List<AttackTrace> traces) {
    StringBuilder made = new StringBuilder(Config.fingerprint(plan.config().campaign()));
    traces.forEach(trace -> made.append('\n').append(trace.id()).append(' ').append(trace.seed()));
    List<SampleOutcome> outcomes = traces.stream().map(Breaking::outcome).toList();
    return BenchmarkResult.of(
        "redteam_held_out", 1, Hashes.of(made.toString()), List.of(seams.harm().id()), outcomes);
  }

  private static SampleOutcome outcome(AttackTrace trace) {
    double success = trace.outcome() == Outcome.SUCCESS ? 1 : 0;
    return new SampleOutcome(
        trace.id(),
        trace.category(),
        !trace.outcome().decided(),
        Map.of(Metric.ASR.word(), success));
  }
}
