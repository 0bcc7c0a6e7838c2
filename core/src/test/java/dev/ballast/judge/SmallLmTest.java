package dev.ballast.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.json.BadInput;
import dev.ballast.score.Exchange;
import dev.ballast.score.Hazard;
import dev.ballast.score.JudgeRow;
import dev.ballast.score.Score;
import dev.ballast.score.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmallLmTest {
  private static final Exchange EXCHANGE = new Exchange("Ask.", "Say.");

  private static ModelJudge judge(String name, Map<String, Double> chances, String answer) {
    ModelJudge.How how = new ModelJudge.How(name, Optional.empty(), Optional.empty(), 32_000);
    return ModelJudge.prepare(how, "").over(new FakeModel(chances, answer, 5000));
  }

  private static JudgeRow row(boolean answered, boolean harmful, Optional<Hazard> hazard) {
    return new JudgeRow("set", EXCHANGE, answered, harmful, hazard, false);
  }

  @Test
  void oneWordSaysVerdictAndHazard() {
    Map<String, Double> chances =
        Map.of(" safe", 0.2, " unsafe", 0.35, " privacy", 0.2, " hate", 0.05);
    Judged judged =
        judge(SmallLm.ANSWERS, chances, "").judge(List.of(EXCHANGE), Progress.none()).getFirst();
    Score.Scored scored = (Score.Scored) judged.score();
    assertThat(scored.verdict()).isEqualTo(Verdict.UNSAFE);
    assertThat(scored.score()).isCloseTo(0.75, within(1e-12));
    assertThat(judged.categories()).containsExactly("privacy");
  }

  /** A word whose share is the largest decides nothing while all harmful ones together are less. */
  @Test
  void whatIsSafeHasNoHazard() {
    Map<String, Double> chances = Map.of(" safe", 0.6, " privacy", 0.3);
    Judged judged =
        judge(SmallLm.REQUESTS, chances, "").judge(List.of(EXCHANGE), Progress.none()).getFirst();
    assertThat(((Score.Scored) judged.score()).verdict()).isEqualTo(Verdict.BENIGN);
    assertThat(judged.categories()).isEmpty();
  }

  @Test
  void manyHazardsTogetherOutweighSafe() {
    Map<String, Double> chances =
        Map.of(" safe", 0.4, " privacy", 0.2, " crime", 0.15, " hate", 0.1);
    Score.Scored scored = (Score.Scored) judge(SmallLm.REQUESTS, chances, "").score(EXCHANGE);
    assertThat(scored.verdict()).isEqualTo(Verdict.HARMFUL);
    assertThat(scored.score()).isCloseTo(0.45 / 0.85, within(1e-12));
  }

  @Test
  void aRequestNeedsNoResponseAndAnAnswerDoes() {
    Map<String, Double> chances = Map.of(" safe", 1.0);
    Exchange bare = new Exchange("Ask.", "");
    assertThat(judge(SmallLm.REQUESTS, chances, "").score(bare)).isInstanceOf(Score.Scored.class);
    assertThat(judge(SmallLm.ANSWERS, chances, "").score(bare))
        .isEqualTo(new Score.Unscored("empty"));
  }

  @Test
  void progressCountsAnswersAndNotWords() {
    List<String> told = new ArrayList<>();
    judge(SmallLm.ANSWERS, Map.of(" safe", 1.0), "")
        .judge(List.of(EXCHANGE, EXCHANGE), (done, total) -> told.add(done + "/" + total));
    assertThat(told).containsExactly("2/2");
  }

  @Test
  void anotherModelIsUnscored() {
    assertThat(judge(SmallLm.ANSWERS, Map.of(" safe", 0.1), "").score(EXCHANGE))
        .isEqualTo(
            new Score.Unscored("the words of the protocol have a probability of 0.100 only"));
  }

  @Test
  void itIsAskedAsItWasTaught() {
    for (boolean answered : new boolean[] {false, true}) {
      Map<String, String> lesson = SmallLm.lesson(row(answered, false, Optional.empty()));
      Prompt asked = answered ? SmallLm.answer(EXCHANGE) : SmallLm.request(EXCHANGE);
      assertThat(new Prompt.Raw(lesson.get("prompt"))).isEqualTo(asked);
    }
  }

  @Test
  void aLessonSaysTheHazardWhereItIsKnown() {
    assertThat(SmallLm.lesson(row(true, false, Optional.empty())))
        .containsEntry("completion", " safe");
    assertThat(SmallLm.lesson(row(true, true, Optional.empty())))
        .containsEntry("completion", " unsafe");
    for (Hazard hazard : Hazard.values()) {
      String word = SmallLm.lesson(row(false, true, Optional.of(hazard))).get("completion");
      assertThat(SmallLm.options(Verdict.SAFE, Verdict.UNSAFE).options())
          .filteredOn(o -> o.category().equals(Optional.of(hazard.word())))
          .extracting(Options.Option::word)
          .containsExactly(word);
    }
  }

  @Test
  void longTextsLoseTheirMiddle() {
    String asked =
        ((Prompt.Raw) SmallLm.request(new Exchange("a" + "b".repeat(2000) + "c", ""))).text();
    assertThat(asked).contains("\na").contains(" … ").contains("c\n").hasSizeLessThan(820);
  }

  @Test
  void aPromptOfTheUsersIsRefused() {
    ModelJudge.How how =
        new ModelJudge.How(
            SmallLm.ANSWERS, Optional.of(Path.of("p.txt")), Optional.empty(), 32_000);
    assertThatThrownBy(() -> ModelJudge.prepare(how, ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is asked as it was taught")
        .hasMessageContaining("leave --prompt_file out");
  }
}
