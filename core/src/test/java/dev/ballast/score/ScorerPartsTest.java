package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ScorerPartsTest {
  @Test
  void contractionsAreUndone() {
    assertThat(Words.of("I can't, we won't; they're 12 o\u2019clock"))
        .containsExactly(
            "i", "can", "not", ",", "we", "will", "not", ";", "they", "are", "#", "o", "'s");
    assertThat(Words.of("cannot")).containsExactly("can", "not");
  }

  @Test
  void listNumbersEndNoSentence() {
    assertThat(Sentences.of("1. Wash it. 2. Dry it!\nDone")).hasSize(3);
    assertThat(Sentences.clauses(Words.of("That would be a lie, so I will not say it.")))
        .hasSize(2);
  }

  @Test
  void longAnswersKeepBothEnds() {
    List<List<String>> sentences = Sentences.of("First one. " + "Middle. ".repeat(500) + "Last.");
    assertThat(sentences).hasSize(80);
    assertThat(sentences.getFirst()).contains("first");
    assertThat(sentences.getLast()).contains("last");
  }

  @Test
  void gramsAreDistinctAndWithinTheirBits() {
    int[] grams = Grams.of(Words.of("we do not do not do not do that"));
    assertThat(grams).isSorted().doesNotHaveDuplicates();
    assertThat(grams[grams.length - 1]).isLessThan(1 << Grams.BITS);
    assertThat(Grams.skeleton(Words.of("i can not bake bread")))
        .isEqualTo(Grams.skeleton(Words.of("i can not paint walls")));
  }

  @Test
  void sparseTrainerSeparates() {
    List<SparseTrainer.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      samples.add(new SparseTrainer.Sample(new int[] {i % 2, 5 + i % 7}, i % 2, 1));
    }
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    SparseTrainer.Fit fit = SparseTrainer.fit(samples, 6, random);
    SentenceModel model = new SentenceModel(LinearModel.of(fit));
    assertThat(model.logit(new int[] {1, 6})).isPositive();
    assertThat(model.logit(new int[] {0, 6})).isNegative();
  }

  @Test
  void wholeAnswersAreToldByWordsAndByTraits() {
    List<AnswerFit.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[] traits = new double[Traits.COUNT];
      traits[3] = i % 2 == 0 ? 1 : -1;
      List<String> words = i % 4 < 2 ? List.of("said") : List.of(i % 2 == 0 ? "never" : "gladly");
      samples.add(new AnswerFit.Sample(List.of(words), traits, i % 2 == 0 ? 1 : 0, 1));
    }
    AnswerModel model = AnswerFit.fit(samples);
    double[] none = new double[Traits.COUNT];
    double[] declines = none.clone();
    declines[3] = 1;
    assertThat(model.refusal(List.of(List.of("never")), none)).isGreaterThan(0.6);
    assertThat(model.refusal(List.of(List.of("gladly")), none)).isLessThan(0.4);
    assertThat(model.refusal(List.of(List.of("said")), declines)).isGreaterThan(0.6);
  }

  @Test
  void ownAnswersAreDistinctAndFilledIn() {
    List<Labelled> rows = OwnAnswers.rows(300);
    assertThat(rows).doesNotHaveDuplicates().isEqualTo(OwnAnswers.rows(300));
    assertThat(rows).filteredOn(r -> r.refused() == 1).hasSize(300);
    assertThat(rows).filteredOn(r -> r.refused() == 0).hasSize(300);
    assertThat(rows)
        .extracting(r -> r.exchange().prompt() + r.exchange().response())
        .noneMatch(text -> text.matches("(?s).*([{}|@]|<[a-z]+>).*"));
  }

  @Test
  void weightsSurviveTheirFile() {
    ScoringModel model = ScoringModel.shipped();
    byte[] bytes = model.encode();
    assertThat(ScoringModel.decode(bytes).encode()).isEqualTo(bytes);
    assertThat(bytes.length).isLessThan(2 << 20);
    bytes[0]++;
    assertThatThrownBy(() -> ScoringModel.decode(bytes)).hasMessageContaining("version");
  }

  @Test
  void anUnknownScorerNamesTheKnown() {
    assertThatThrownBy(() -> Scorers.byName("refusal@9"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("refusal@2");
  }

  @Test
  void aNameAloneMeansTheNewestVersion() {
    assertThat(Scorers.byName("refusal").id()).isEqualTo("refusal@2");
    assertThatThrownBy(() -> Scorers.byName("refus")).hasMessageContaining("no such scorer");
  }

  @Test
  void scoresCheckTheirRange() {
    assertThatThrownBy(() -> new Score.Scored(Verdict.SAFE, 1.1, "")).hasMessageContaining("1.1");
    assertThat(Verdict.FULL_REFUSAL.word()).isEqualTo("full_refusal");
  }
}
