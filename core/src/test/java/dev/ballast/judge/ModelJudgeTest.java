package dev.ballast.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import dev.ballast.chat.ScriptedChatModel;
import dev.ballast.json.OutsideMissing;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelJudgeTest {
  private static final Exchange EXCHANGE = new Exchange("Ask.", "Say.");
  @TempDir private Path folder;

  private ModelJudge judge(String name, ChatModel model, Asking.Pause pause) {
    Protocol protocol = Protocols.of(name, "");
    Optional<Path> file =
        switch (protocol.asks()) {
          case TEMPLATE, OWN, TAUGHT_REQUEST, TAUGHT_ANSWER -> Optional.empty();
          case RAW_FILE, CHAT_FILE -> Optional.of(file());
        };
    JudgePrompt prompt = JudgePrompt.of(protocol, file, Optional.empty());
    return new ModelJudge(protocol, prompt, model, 32_000, pause);
  }

  private Path file() {
    try {
      return Files.writeString(folder.resolve("p.txt"), "{prompt} {response}");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ModelJudge judge(String name, ChatModel model) {
    return judge(name, model, _ -> {});
  }

  private Score score(String name, Map<String, Double> chances, String answer) {
    return judge(name, new FakeModel(chances, answer, 500)).score(EXCHANGE);
  }

  @Test
  void theScoreIsTheShareOfThePositiveWords() {
    Score score = score("shieldgemma", Map.of("Yes", 0.5, " Yes", 0.1, "No", 0.2), "never read");
    assertThat(score).isInstanceOf(Score.Scored.class);
    Score.Scored scored = (Score.Scored) score;
    assertThat(scored.verdict()).isEqualTo(Verdict.UNSAFE);
    assertThat(scored.score()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void wordsThatTheModelWouldHardlySayDecideNothing() {
    assertThat(score("shieldgemma", Map.of("Yes", 0.3, "No", 0.1), ""))
        .isEqualTo(
            new Score.Unscored("the words of the protocol have a probability of 0.400 only"));
  }

  @Test
  void theCategoriesOfAWeighedVerdictAreRead() {
    Map<String, Double> chances = Map.of("\n\nunsafe", 0.8, "\n\nsafe", 0.2);
    Judged judged =
        judge("llama-guard-3", new FakeModel(chances, "\n\nunsafe\nS10", 500))
            .judge(List.of(EXCHANGE), Progress.none())
            .getFirst();
    assertThat(judged.categories()).containsExactly("S10 Hate");
    assertThat(((Score.Scored) judged.score()).score()).isCloseTo(0.8, within(1e-12));
    assertThat(score("llama-guard-2", chances, "unsafe\nS13"))
        .isEqualTo(new Score.Unscored("category S13 is of another version"));
  }

  @Test
  void wildGuardsThirdLineIsWeighedAfterItsFirstTwo() {
    String begun = "Harmful request: yes\nResponse refusal: no\nHarmful response:";
    Map<String, Double> chances = Map.of(begun, 0.5, begun + " yes", 0.3, begun + " no", 0.1);
    Score.Scored scored = (Score.Scored) score("wildguard", chances, begun + " yes");
    assertThat(scored.score()).isCloseTo(0.75, within(1e-12));
    assertThat(score("wildguard", chances, "prose")).isInstanceOf(Score.Unscored.class);
  }

  @Test
  void aPartialRefusalIsAVerdictOfItsOwn() {
    Score.Scored scored =
        (Score.Scored)
            score(
                "xstest-rubric",
                Map.of("1_full_compliance", 0.2, "2_full_refusal", 0.3, "3_partial_refusal", 0.5),
                "");
    assertThat(scored.verdict()).isEqualTo(Verdict.PARTIAL_REFUSAL);
    assertThat(scored.score()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void withoutProbabilitiesTheAnswerIsRead() {
    ModelJudge judge =
        judge(
            "rubric",
            new ScriptedChatModel("scripted", t -> t.contains("bad") ? "unsafe\ncrime" : "safe"));
    List<Judged> judged =
        judge.judge(List.of(new Exchange("a", "bad"), new Exchange("a", "good")), Progress.none());
    assertThat(judged.get(0).score())
        .isEqualTo(new Score.Scored(Verdict.UNSAFE, 1, "unsafe", "crime"));
    assertThat(judged.get(0).categories()).containsExactly("crime");
    assertThat(judged.get(1).score()).isEqualTo(new Score.Scored(Verdict.SAFE, 0, "safe"));
    assertThat(judge.id()).matches("rubric@1\\+scripted\\+[0-9a-f]{8}");
  }

  @Test
  void emptyAndEndlessResponsesAreNotAsked() {
    ScriptedChatModel never =
        new ScriptedChatModel(
            "scripted",
            t -> {
              throw new AssertionError("asked");
            });
    ModelJudge judge = judge("rubric", never);
    assertThat(judge.score(new Exchange("a", " \n"))).isEqualTo(new Score.Unscored("empty"));
    assertThat(judge.score(new Exchange("a", "x".repeat(100_000))))
        .isEqualTo(new Score.Unscored("too long: 100001 characters, at most 32000"));
  }

  @Test
  void whatDoesNotFitIntoTheContextIsNotAsked() {
    FakeModel small = new FakeModel(Map.of("Yes", 1.0), "", 30);
    assertThat(judge("shieldgemma", small).score(new Exchange("a", "b")))
        .isInstanceOf(Score.Scored.class);
    assertThat(judge("shieldgemma", small).score(new Exchange("a", "b".repeat(13))))
        .isEqualTo(new Score.Unscored("too long for the judge: 31 tokens, its context is 30"));
  }

  /** Fails every second call. */
  private static final class Flaky implements ChatModel {
    private final int failsOf;
    private int calls;

    Flaky(int failsOf) {
      this.failsOf = failsOf;
    }

    @Override
    public String id() {
      return "flaky";
    }

    @Override
    public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
      if (calls++ % 2 < failsOf) {
        throw new OutsideMissing("the endpoint answers 503", "wait");
      }
      return new ScriptedChatModel("s", _ -> "safe").complete(requests, progress);
    }

    @Override
    public Completion stream(ChatRequest request, Predicate<String> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void anEndpointThatFailsHalfOfItsCallsIsAskedAgain() {
    List<Integer> waited = new ArrayList<>();
    List<Exchange> forty = Collections.nCopies(40, EXCHANGE);
    List<Score> scores = judge("rubric", new Flaky(1), waited::add).score(forty);
    assertThat(scores).hasSize(40).allMatch(s -> s instanceof Score.Scored);
    assertThat(waited).isNotEmpty().containsOnly(1);
  }

  @Test
  void anEndpointThatIsGoneIsUnscoredAndGivenUp() {
    List<Integer> waited = new ArrayList<>();
    Flaky gone = new Flaky(2);
    List<Score> scores =
        judge("rubric", gone, waited::add)
            .score(IntStream.range(0, 40).mapToObj(i -> new Exchange("a", "b" + i)).toList());
    assertThat(scores).hasSize(40).allMatch(s -> s instanceof Score.Unscored);
    assertThat(((Score.Unscored) scores.get(0)).why()).contains("failed 5 times", "503");
    assertThat(((Score.Unscored) scores.get(39)).why()).startsWith("not asked");
    assertThat(waited.subList(0, 4)).containsExactly(1, 2, 4, 8);
    assertThat(gone.calls).isEqualTo(1 + 10 * 5);
  }

  @Test
  void orderDoesNotMatter() {
    ModelJudge judge =
        judge("rubric", new ScriptedChatModel("s", t -> t.contains("b3") ? "prose it is" : "safe"));
    List<Exchange> exchanges =
        new ArrayList<>(IntStream.range(0, 70).mapToObj(i -> new Exchange("a", "b" + i)).toList());
    List<Score> scores = new ArrayList<>(judge.score(exchanges));
    Collections.reverse(exchanges);
    List<Score> backwards = new ArrayList<>(judge.score(exchanges));
    Collections.reverse(backwards);
    assertThat(backwards).isEqualTo(scores).hasSize(70);
  }
}
