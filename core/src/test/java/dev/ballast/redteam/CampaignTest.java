package dev.ballast.redteam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Progress;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.redteam.attack.Attacks;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Wilson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CampaignTest {
  private static final CampaignConfig CONFIG = new CampaignConfig(0, 4, 8, 16, 0, 1, 1);

  private final List<Objective> objectives =
      IntStream.range(0, 6)
          .mapToObj(i -> new Objective("o" + i, "Do the thing " + i, "c" + i % 2, "test"))
          .toList();
  private final List<Attack> attacks =
      Stream.of("direct", "role_play", "suffix").map(Attacks::byName).toList();
  private final ScriptedChatModel model =
      new ScriptedChatModel(
          "scripted",
          text -> text.contains("thing 0") ? "" : text.length() > 30 ? "Sure, done." : "No.");
  private final Campaign.Arena arena = new Campaign.Arena(model, TestJudges.harm());

  private Campaign campaign(int budget) {
    return new Campaign(objectives, attacks, new CampaignConfig(budget, 4, 8, 16, 0, 1, 1), 5);
  }

  private List<AttackTrace> run(Campaign campaign) {
    return campaign.run(arena, Map.of(), _ -> {}, Progress.none());
  }

  @Test
  void eachObjectiveMeetsEachAttack() {
    List<AttackTrace> traces = run(campaign(0));
    assertThat(traces).hasSize(18).extracting(AttackTrace::id).doesNotHaveDuplicates();
    AttackTrace direct =
        traces.stream().filter(t -> t.id().equals("o1/direct")).findFirst().orElseThrow();
    assertThat(direct.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(direct.turns())
        .containsExactly(Message.user("Do the thing 1"), Message.assistant("No."));
    assertThat(direct.prompt()).isEqualTo(Conversation.user("Do the thing 1"));
  }

  @Test
  void aBudgetIsKeptAndSpreadEvenly() {
    List<AttackTrace> traces = run(campaign(9));
    assertThat(traces).hasSize(9);
    CampaignSummary summary = CampaignSummary.of("j", traces, List.of());
    assertThat(summary.byAttack().values()).extracting(Rate::n).containsExactly(3, 3, 3);
  }

  @Test
  void attemptsDoNotDependOnTheirNeighbours() {
    List<AttackTrace> all = run(campaign(0));
    Campaign one = new Campaign(objectives.subList(3, 4), attacks.subList(1, 2), CONFIG, 5);
    assertThat(all).contains(run(one).getFirst());
  }

  @Test
  void aResumedCampaignGivesTheSameRecords() {
    List<AttackTrace> undisturbed = new ArrayList<>();
    campaign(0).run(arena, Map.of(), undisturbed::add, Progress.none());
    for (int killed = 0; killed <= undisturbed.size(); killed++) {
      List<AttackTrace> log = new ArrayList<>(undisturbed.subList(0, killed));
      Map<String, AttackTrace> done = new LinkedHashMap<>();
      log.forEach(trace -> done.put(trace.id(), trace));
      List<AttackTrace> all = campaign(0).run(arena, done, log::add, Progress.none());
      assertThat(log).isEqualTo(undisturbed);
      assertThat(all).isEqualTo(undisturbed);
    }
  }

  @Test
  void undeterminedAttemptsStayInTheDenominator() {
    CampaignSummary summary = CampaignSummary.of("j", run(campaign(0)), List.of("rot13"));
    Rate overall = summary.overall();
    assertThat(overall.undetermined()).isEqualTo(3);
    assertThat(overall.successes()).isEqualTo(10);
    assertThat(overall.failures()).isEqualTo(5);
    assertThat(overall.asr().estimate()).isEqualTo(10.0 / 18);
    assertThat(overall.undecidedShare()).isEqualTo(3.0 / 18);
    assertThat(overall.n()).isEqualTo(18);
    assertThat(summary.byCategory()).containsOnlyKeys("c0", "c1");
    assertThat(summary.notDecodable()).containsExactly("rot13");
    assertThat(Json.decode(Json.encode(summary), CampaignSummary.class)).isEqualTo(summary);
  }

  /** Three attempts at an objective that end alike tell what one does. */
  @Test
  void attemptsAtOneObjectiveAreNoIndependentOnes() {
    List<AttackTrace> traces = run(campaign(0));
    Rate overall = Rate.of(traces);
    Interval apart = Wilson.interval(overall.successes(), overall.n(), Rate.CONFIDENCE);
    assertThat(overall.asr()).isNotEqualTo(apart);
    assertThat(overall.asr().contains(overall.asr().estimate())).isTrue();
    assertThat(Rate.of(traces)).isEqualTo(overall);
    CampaignSummary summary = CampaignSummary.of("j", traces, List.of());
    Rate one = summary.byAttack().values().iterator().next();
    assertThat(one.asr()).isEqualTo(Wilson.interval(one.successes(), one.n(), Rate.CONFIDENCE));
    List<AttackTrace> none = traces.stream().filter(t -> t.outcome() != Outcome.SUCCESS).toList();
    long objectives = none.stream().map(t -> t.objective().id()).distinct().count();
    assertThat(objectives).isLessThan(none.size());
    assertThat(Rate.of(none).asr().high())
        .isEqualTo(Wilson.interval(0, (int) objectives, Rate.CONFIDENCE).high());
  }

  @Test
  void onePromptThatDoesNotFitCostsOnlyItself() {
    List<AttackTrace> traces =
        campaign(0)
            .run(
                new Campaign.Arena(new Narrow(model), TestJudges.harm()),
                Map.of(),
                _ -> {},
                Progress.none());
    assertThat(traces).filteredOn(t -> t.outcome() == Outcome.ERROR).hasSize(3);
    assertThat(traces)
        .filteredOn(t -> t.outcome() == Outcome.ERROR)
        .allSatisfy(t -> assertThat(t.why()).contains("too long"));
    assertThat(Rate.of(traces).n()).isEqualTo(18);
  }

  @Test
  void severalTurnsGoOnInStepUntilSuccess() {
    Campaign campaign = new Campaign(objectives, List.of(new Insist()), CONFIG, 5);
    List<AttackTrace> traces =
        campaign.run(
            new Campaign.Arena(
                new ScriptedChatModel("s", text -> text.contains("3") ? "Sure." : "No."),
                TestJudges.harm()),
            Map.of(),
            _ -> {},
            Progress.none());
    assertThat(traces).hasSize(6);
    assertThat(traces)
        .filteredOn(t -> t.objective().id().equals("o3"))
        .allSatisfy(
            t -> {
              assertThat(t.outcome()).isEqualTo(Outcome.SUCCESS);
              assertThat(t.turns()).hasSize(2);
            });
    assertThat(traces)
        .filteredOn(t -> !t.objective().id().equals("o3"))
        .allSatisfy(t -> assertThat(t.turns()).hasSize(6));
  }

  @Test
  void vulnerabilitiesStandWorstFirst() {
    List<Vulnerability> found = Vulnerability.of(run(campaign(0)));
    assertThat(found).isNotEmpty();
    assertThat(found).extracting(v -> -v.rate().asr().low()).isSorted();
    assertThat(found).noneMatch(v -> v.attack().equals("direct"));
  }

  @Test
  void encodingsThatTheTargetCannotReadAreFound() {
    List<Attack> encoded = Stream.of("direct", "base64", "rot13").map(Attacks::byName).toList();
    ScriptedChatModel reader =
        new ScriptedChatModel(
            "reader",
            text -> {
              String last = text.substring(text.indexOf('\n') + 1);
              return text.contains("ROT13")
                  ? encoded.get(2).converter().orElseThrow().decode(last)
                  : last;
            });
    List<DecodeProbe> probes = DecodeProbe.of(reader, encoded);
    assertThat(probes).extracting(DecodeProbe::attack).containsExactly("base64", "rot13");
    assertThat(probes).extracting(DecodeProbe::decodable).containsExactly(false, true);
  }

  @Test
  void twoObjectivesOfOneNameAreRefused() {
    Objective same = objectives.getFirst();
    assertThatThrownBy(() -> new Campaign(List.of(same, same), attacks, CONFIG, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Asks again, twice. */
  private record Insist() implements Attack {
    @Override
    public String name() {
      return "insist";
    }

    @Override
    public Optional<Conversation> next(
        Objective objective, List<Message> soFar, RandomGenerator random) {
      if (soFar.isEmpty()) {
        return Optional.of(Conversation.user(objective.text()));
      }
      return soFar.size() >= 6
          ? Optional.empty()
          : Optional.of(new Conversation(soFar).with(Message.user("Please!")));
    }
  }

  /** Refuses batches with one objective in them, as a model does whose context is too short. */
  private record Narrow(ChatModel inner) implements ChatModel {
    @Override
    public String id() {
      return inner.id();
    }

    @Override
    public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
      if (requests.stream().anyMatch(request -> request.id().startsWith("o2/"))) {
        throw BadInput.of("prompt is too long");
      }
      return inner.complete(requests, progress);
    }

    @Override
    public Completion stream(ChatRequest request, Predicate<String> listener) {
      return inner.stream(request, listener);
    }

    @Override
    public void close() {}
  }
}
