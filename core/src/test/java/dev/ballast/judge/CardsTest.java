package dev.ballast.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.score.Scorers;
import dev.ballast.stats.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardsTest {
  private static final String GUARD = "llama-guard-3@1+m";
  @TempDir private Path folder;

  private static LabelItem row(int i, String verdict, double score) {
    Opinion said = new Opinion(GUARD, verdict, verdict.equals("unscored") ? null : score);
    return new LabelItem(Label.key("p" + i, "r"), "p" + i, "r", List.of(said));
  }

  /** 3 of 4 unsafe found, 5 of 6 safe left alone, one unscored. */
  private static List<Label> labels() {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      labels.add(row(i, i < 3 ? "unsafe" : "safe", i < 3 ? 0.9 : 0.2).labelled("unsafe"));
    }
    for (int i = 4; i < 10; i++) {
      labels.add(row(i, i < 9 ? "safe" : "unsafe", i < 9 ? 0.1 : 0.6).labelled("safe"));
    }
    labels.add(row(10, "unscored", 0).labelled("unsafe"));
    return labels;
  }

  private static List<JudgeCard> cards() {
    List<LabelItem> graded = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      graded.add(row(i, "safe", 0));
    }
    return JudgeCard.measure("labels.jsonl", labels(), graded);
  }

  @Test
  void aCardIsMeasuredFromLabels() {
    JudgeCard card = cards().getFirst();
    assertThat(cards()).hasSize(1);
    assertThat(card.agreement()).isEqualTo(new Agreement(3, 1, 5, 1));
    assertThat(card.n()).isEqualTo(10);
    assertThat(card.rows()).isEqualTo(20);
    assertThat(card.unscored()).isEqualTo(1);
    assertThat(card.positive()).isEqualTo("unsafe");
    assertThat(card.sensitivity().orElseThrow().estimate()).isEqualTo(0.75);
    assertThat(card.specificity().orElseThrow().estimate()).isCloseTo(5 / 6.0, within(1e-12));
    // 24 pairs of an unsafe and a safe row: 3 · 6 ordered right, and 0.2 above 0.1 five times.
    assertThat(card.auc().orElseThrow().estimate()).isCloseTo(23 / 24.0, within(1e-12));
    // (3 · 0.1² + 0.8² + 5 · 0.1² + 0.6²) / 10
    assertThat(card.calibration().orElseThrow().brier()).isCloseTo(0.108, within(1e-12));
    // Agreed 0.8, by chance 0.4 · 0.4 + 0.6 · 0.6 = 0.52.
    assertThat(card.kappa().orElseThrow().estimate()).isCloseTo(0.28 / 0.48, within(1e-12));
  }

  @Test
  void aFileKeepsOtherCardsAndReplacesTheSame() throws IOException {
    Path file = folder.resolve("cards.json");
    Files.writeString(file, Cards.updated(file, cards()));
    Files.writeString(file, Cards.updated(file, JudgeCard.measure("more", labels(), List.of())));
    Files.writeString(file, Cards.updated(file, cards()));
    assertThat(Cards.with(file).own())
        .extracting(JudgeCard::set)
        .containsExactly("labels.jsonl", "more");
    assertThat(Cards.with(file).own().getFirst()).isEqualTo(cards().getFirst());
  }

  @Test
  void onlyAMeasuredJudgeMayDecide() throws IOException {
    Path file = folder.resolve("cards.json");
    Files.writeString(file, Cards.updated(file, cards()));
    Cards cards = Cards.with(file);
    assertThatCode(() -> cards.require(GUARD)).doesNotThrowAnyException();
    assertThatCode(() -> Cards.shipped().require(Scorers.byName("harm").id()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Cards.shipped().require(GUARD))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no card")
        .hasMessageContaining("--label");
    assertThatThrownBy(() -> cards.require(GUARD + "+other"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no card");
  }

  @Test
  void labelsOfOneClassMeasureNothing() throws IOException {
    Path file = folder.resolve("cards.json");
    List<Label> unsafe = labels().subList(0, 4);
    Files.writeString(
        file, Cards.updated(file, JudgeCard.measure("labels.jsonl", unsafe, List.of())));
    assertThatThrownBy(() -> Cards.with(file).require(GUARD))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("lacks labels of one class");
  }

  @Test
  void aMissingOrBrokenFileIsNamed() throws IOException {
    assertThatThrownBy(() -> Cards.with(folder.resolve("none.json")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such file of cards");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"cards\": 3}");
    assertThatThrownBy(() -> Cards.with(broken))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("broken.json");
  }
}
