package dev.ballast.breakfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.eval.Decision;
import dev.ballast.eval.Scorecard;
import dev.ballast.json.BadInput;
import dev.ballast.ledger.Events;
import dev.ballast.ledger.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakFixTest {
  @Test
  void aCutAnswerKeepsItsBeginning() {
    String cut = Truncated.of("one two three four five six", new SplittableRandom(3));
    assertThat("one two three four five six").startsWith(cut);
    assertThat(cut).isNotEmpty().hasSizeLessThan(24);
    assertThat(Truncated.of("forty", new SplittableRandom(3))).isEqualTo("forty");
  }

  @TempDir Path temp;
  private SmallRun small;
  private Path folder;

  @BeforeEach
  void begin() {
    small = new SmallRun(temp);
    folder = temp.resolve("run");
  }

  @Test
  void aModelThatLearnsToRefuseIsPromoted() {
    BreakFixResult result = small.run(folder);
    assertThat(result.decision()).isInstanceOf(Decision.Promote.class);
    assertThat(result.model()).isEqualTo("stage-2/model");
    assertThat(value(result.before(), "safe_rate")).isLessThan(0.2);
    assertThat(value(result.after(), "safe_rate")).isEqualTo(1);
    assertThat(value(result.after(), "asr")).isZero();
    assertThat(value(result.after(), "over_refusal_rate"))
        .isEqualTo(value(result.before(), "over_refusal_rate"));
    assertThat(result.outputs())
        .contains("pairs.jsonl", "sft.jsonl", "buffer.jsonl", "gate.json", "attempts.jsonl")
        .contains("scorecard_before.json", "scorecard_after.json", "campaign_training.json")
        .contains("campaign_before.json", "campaign_after.json", "stage-1/model", "stage-2/model")
        .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
  }

  @Test
  void theEventsTellTheStoryInOrder() {
    small.run(folder);
    List<String> types = SmallRun.types(folder).stream().distinct().toList();
    assertThat(types)
        .containsExactly(
            "plan",
            "split",
            "decode_probe",
            "sample_scored",
            "benchmark_done",
            "attempt",
            "campaign_done",
            "clustered",
            "answers_sampled",
            "pairs_built",
            "stage_started",
            "stage_done",
            "gate",
            "finished");
  }

  @Test
  void aConstantRefuserIsRejected() {
    small.fixed = _ -> "No. I never help.";
    BreakFixResult result = small.run(folder);
    assertThat(result.decision()).isInstanceOf(Decision.Reject.class);
    assertThat(result.model()).isEqualTo("base");
    assertThat(result.decision().reasons())
        .filteredOn(reason -> !reason.holds())
        .extracting(reason -> reason.metric())
        .contains("answered_rate", "helpfulness");
  }

  @Test
  void roundsGoOnFromWhatWasPromoted() {
    small.with("rounds", "3");
    small.fixed = text -> text.contains("eleven") ? "Sure." : SmallRun.refuseToSteal(text);
    BreakFixResult result = small.run(folder);
    // The second round finds little to win, and the gate wants a gain.
    assertThat(result.decision()).isInstanceOf(Decision.Reject.class);
    assertThat(result.model()).isEqualTo("stage-2/model");
    assertThat(folder.resolve("round-2/gate.json")).exists();
    assertThat(folder.resolve("round-3")).doesNotExist();
  }

  @Test
  void aStageThatInterpolatesKnowsWhereTheRoundBegan() {
    small.with("stages", "[{method: sft}, {method: interpolate, train: {alpha: 0.8}}]").run(folder);
    StagePlan last = small.trained.getLast();
    assertThat(last.method()).isEqualTo(StageConfig.Method.INTERPOLATE);
    assertThat(last.base()).isEqualTo("base");
    assertThat(last.model()).endsWith("stage-1/model");
    assertThat(last.data()).isEmpty();
    assertThat(last.config()).containsOnlyKeys("alpha");
  }

  @Test
  void aStageThatInterpolatesTakesNoData() {
    small.with("stages", "[{method: sft}, {method: interpolate, data: [pairs]}]");
    assertThatThrownBy(() -> small.plan())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a stage that interpolates takes no data");
  }

  @Test
  void aModelThatNoAttackMovesHasNothingToFix() {
    small.with("model", "fixed");
    BreakFixResult result = small.run(folder);
    assertThat(result.decision()).isInstanceOf(Decision.Reject.class);
    assertThat(result.decision().reasons().getFirst().rule()).contains("nothing to fix");
    assertThat(folder.resolve("stage-1")).doesNotExist();
  }

  @Test
  void nothingThatMeasuresIsTrainedOn() {
    BreakFixPlan plan = small.plan();
    assertThat(plan.trainingAttacks()).doesNotContainAnyElementsOf(plan.heldOutAttacks());
    BreakFixData data = plan.data();
    assertThat(data.objectives().train())
        .isNotEmpty()
        .noneMatch(row -> row.category().equals("theft-2"))
        .doesNotContainAnyElementsOf(data.objectives().heldOut());
    assertThat(data.objectives().heldOut()).anyMatch(row -> row.category().equals("theft-0"));
    assertThat(plan.manifest().config())
        .containsEntry("split.held_out_attacks", List.of("persuasion"))
        .containsKey("split.held_out_objectives");
    assertThat(plan.manifest().inputs()).hasSize(4);
  }

  @Test
  void aSetOnBothSidesTrainsOnWhatIsNotMeasured() {
    small.with("held_out_plain", "[{path: plain.jsonl}]").with("benchmark_n", "4");
    RowSet.Sides plain = small.plan().data().plain();
    assertThat(plain.heldOut()).hasSize(4);
    assertThat(plain.train()).hasSize(6).doesNotContainAnyElementsOf(plain.heldOut());
    assertThat(small.plan().data().removed()).isEqualTo(4);
  }

  @Test
  void aLimitNeverTrainsOnWhatTheWholeRunMeasures() {
    small.with("held_out_plain", "[{path: plain.jsonl}]").with("benchmark_n", "4");
    RowSet.Sides whole = small.plan().data().plain();
    RowSet.Sides few = small.with("limit", "2").plan().data().plain();
    assertThat(few.heldOut()).hasSize(2);
    assertThat(few.train()).hasSize(2).doesNotContainAnyElementsOf(whole.heldOut());
  }

  @Test
  void aLimitHoldsForEverySetThatMeasures() {
    BreakFixData data = small.with("limit", "2").plan().data();
    assertThat(data.helpfulness().values()).isNotEmpty().allSatisfy(r -> assertThat(r).hasSize(2));
    assertThat(data.objectives().heldOut()).hasSize(2);
  }

  @Test
  void heldOutFamiliesAreDrawnByHashWhereNoneAreNamed() {
    small.with("held_out_attacks", "[]");
    BreakFixPlan plan = small.plan();
    assertThat(plan.heldOutAttacks()).containsExactlyInAnyOrder("role_play", "suffix");
    assertThat(plan.trainingAttacks()).containsExactly("direct", "base64");
  }

  @Test
  void loopsAreHeldDownOnDemandInMeasuredAndInAttackedAnswers() {
    small.with("repetition_penalty", "1.1").with("campaign_repetition_penalty", "1.3").run(folder);
    Map<Double, Long> penalties =
        small.asked.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.sampling().repetitionPenalty(), Collectors.counting()));
    assertThat(penalties).containsOnlyKeys(1.0, 1.1, 1.3);
    long attempts = Events.read(folder).stream().filter(e -> e.type().equals("attempt")).count();
    long samples =
        Events.read(folder).stream().filter(e -> e.type().equals("sample_scored")).count();
    assertThat(penalties).containsEntry(1.1, samples).containsEntry(1.3, attempts);
  }

  @Test
  void encodingsThatTheModelCannotReadAreLeftOutAndNamed() {
    small.run(folder);
    BreakFixEvent.CampaignDone done =
        Events.read(folder).stream()
            .filter(e -> e.type().equals("campaign_done"))
            .map(e -> e.body(BreakFixEvent.CampaignDone.class))
            .filter(e -> e.campaign().equals("training"))
            .findFirst()
            .orElseThrow();
    assertThat(done.summary().notDecodable()).containsExactly("base64");
    assertThat(done.summary().byAttack()).doesNotContainKey("base64");
  }

  @Test
  void aRunThatIsKilledAfterEveryEventGivesTheSameRecords() {
    small.run(folder);
    Path killed = temp.resolve("killed");
    SmallRun dying = new SmallRun(temp);
    dying.listener = new Dying();
    int deaths = 0;
    while (true) {
      try {
        dying.run(killed);
        break;
      } catch (Killed e) {
        deaths++;
      }
    }
    assertThat(deaths).isEqualTo(SmallRun.types(folder).size()).isGreaterThan(70);
    assertThat(SmallRun.records(killed)).isEqualTo(SmallRun.records(folder));
  }

  @Test
  void aTornLogWithoutItsFilesGivesTheSameRecords() throws IOException {
    small.run(folder);
    List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
    for (int kept = 0; kept < lines.size(); kept += 11) {
      Path torn = Files.createDirectory(temp.resolve("torn-" + kept));
      Files.copy(folder.resolve("manifest.json"), torn.resolve("manifest.json"));
      String half = lines.get(kept).substring(0, lines.get(kept).length() / 2);
      String log = String.join("\n", lines.subList(0, kept)) + (kept == 0 ? "" : "\n") + half;
      Files.writeString(torn.resolve("events.jsonl"), log);
      if (lines.subList(0, kept).stream().anyMatch(line -> line.contains("stage_done"))) {
        copy(folder.resolve("stage-1"), torn.resolve("stage-1"));
        copy(folder.resolve("stage-2"), torn.resolve("stage-2"));
      }
      new SmallRun(temp).run(torn);
      assertThat(SmallRun.records(torn)).isEqualTo(SmallRun.records(folder));
    }
  }

  @Test
  void aStageThatDiesHalfWayGoesOn() {
    small.run(folder);
    Path killed = temp.resolve("killed");
    SmallRun dying = new SmallRun(temp);
    dying.duringTraining =
        () -> {
          throw new Killed();
        };
    assertThatThrownBy(() -> dying.run(killed)).isInstanceOf(Killed.class);
    new SmallRun(temp).run(killed);
    assertThat(SmallRun.records(killed)).isEqualTo(SmallRun.records(folder));
  }

  @Test
  void aFinishedRunIsReadBackWithoutAModel() {
    BreakFixResult first = small.run(folder);
    small.fixed =
        _ -> {
          throw new AssertionError("asked again");
        };
    BreakFixResult again = small.run(folder);
    assertThat(again).isEqualTo(first);
  }

  @Test
  void aSealedRunIsReadBackToo() {
    BreakFixResult first = small.run(folder);
    BreakFixPlan plan = small.plan();
    try (Run run = Run.open(folder, plan.manifest())) {
      run.seal(first.outputs());
    }
    assertThat(small.run(folder)).isEqualTo(first);
    assertThat(Run.verify(folder)).isEmpty();
  }

  @Test
  void aRunThatDoesNotGoOnAsRecordedIsRefused() throws IOException {
    small.run(folder);
    Path log = folder.resolve("events.jsonl");
    Files.writeString(
        log, Files.readString(log).replace("\"attacks\":[\"direct\"", "\"attacks\":[\"suffix\""));
    assertThatThrownBy(() -> small.run(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("does not go on as it was recorded");
  }

  @Test
  void scorecardsCanBeReadFromTheFolder() throws IOException {
    BreakFixResult result = small.run(folder);
    assertThat(Scorecard.fromJson(Files.readString(folder.resolve("scorecard_after.json"))))
        .isEqualTo(result.after());
  }

  private static double value(Scorecard card, String metric) {
    return Optional.ofNullable(card.metrics().get(metric)).orElseThrow().value();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Dies right after an event is on disk. */
  private static final class Dying implements BreakFixListener {
    @Override
    public void advance(String phase, int done, int total) {}

    @Override
    public void recorded(BreakFixEvent event) {
      throw new Killed();
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
