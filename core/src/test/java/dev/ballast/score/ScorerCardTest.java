package dev.ballast.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.stats.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScorerCardTest {
  @Test
  void everyScorerHasACard() {
    List<String> carded = ScorerCard.shipped().stream().map(ScorerCard::scorer).toList();
    assertThat(carded).containsAll(Scorers.names()).contains("degeneration@1");
  }

  @Test
  void figuresKeepTheirFloors() {
    assertThat(balanced("refusal@2", "gptfuzz")).isGreaterThan(0.85);
    assertThat(balanced("refusal@2", "openai-rbr")).isGreaterThan(0.8);
    assertThat(balanced("compliance@1", "gptfuzz")).isGreaterThan(0.85);
    assertThat(balanced("compliance@1", "openai-rbr")).isGreaterThan(0.8);
    assertThat(balanced("harm@3", "gptfuzz")).isGreaterThan(0.85);
    assertThat(estimate(set("harm@3", "coconot").specificity())).isGreaterThan(0.75);
    assertThat(estimate(set("degeneration@1", "answers of others").specificity()))
        .isGreaterThan(0.985);
    assertThat(ScorerCard.shipped().getLast().sets())
        .filteredOn(s -> s.set().startsWith("synthetic"))
        .allSatisfy(s -> assertThat(estimate(s.sensitivity())).isGreaterThan(0.8));
  }

  @Test
  void hazardsAreMeasuredOnHeldOutRowsAndOnSetsLeftOut() {
    for (String scorer : List.of(HarmScorer.ID, PromptHarmScorer.ID)) {
      List<ScorerCard.Named> sets = card(scorer).hazards().orElseThrow().sets();
      assertThat(sets)
          .extracting(ScorerCard.Named::set)
          .contains("all of these", "ailuminate", "ailuminate, left out");
      ScorerCard.Named all =
          sets.stream().filter(s -> s.set().equals("all of these")).findFirst().orElseThrow();
      assertThat(all.slices()).hasSize(Hazard.values().length);
      assertThat(all.macroF1()).isGreaterThan(0.45);
    }
    assertThat(card(RefusalScorer.ID).hazards()).isEmpty();
  }

  @Test
  @Tag("real")
  void figuresAreThoseOfTheShippedWeights() {
    Path root =
        Path.of(
            Optional.ofNullable(System.getProperty("BALLAST_DATA_ROOT"))
                .or(() -> Optional.ofNullable(System.getenv("BALLAST_DATA_ROOT")))
                .orElse("../../shared/data"));
    if (!Files.isDirectory(root.resolve("gptfuzz"))) {
      Assumptions.abort("no data in " + root + "; set BALLAST_DATA_ROOT");
    }
    List<ScorerCard> measured = ScorerTraining.measure(root);
    assertThat(measured).extracting(ScorerCard::scorer).isEqualTo(ids());
    for (ScorerCard card : ScorerCard.shipped()) {
      List<ScorerCard.OnSet> expected =
          card.sets().stream().filter(set -> !set.set().contains("left out")).toList();
      ScorerCard now =
          measured.stream().filter(c -> c.scorer().equals(card.scorer())).findFirst().orElseThrow();
      assertThat(now.sets()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        alike(expected.get(i), now.sets().get(i));
      }
    }
  }

  private static List<String> ids() {
    return ScorerCard.shipped().stream().map(ScorerCard::scorer).toList();
  }

  /** Processors round an embedding differently: a row in a hundred may change sides. */
  private static void alike(ScorerCard.OnSet expected, ScorerCard.OnSet now) {
    assertThat(now.set()).isEqualTo(expected.set());
    assertThat(now.n()).as(now.set()).isEqualTo(expected.n());
    double apart = Math.max(0.01, 1.5 / now.n());
    assertThat(rates(now)).hasSameSizeAs(rates(expected));
    for (int i = 0; i < rates(expected).size(); i++) {
      assertThat(rates(now).get(i)).as(now.set()).isCloseTo(rates(expected).get(i), within(apart));
    }
  }

  private static List<Double> rates(ScorerCard.OnSet set) {
    return Stream.of(set.sensitivity(), set.specificity(), set.accuracy())
        .flatMap(Optional::stream)
        .map(Interval::estimate)
        .toList();
  }

  private static double balanced(String scorer, String set) {
    return estimate(set(scorer, set).balancedAccuracy());
  }

  private static double estimate(Optional<Interval> interval) {
    return interval.orElseThrow().estimate();
  }

  private static ScorerCard card(String scorer) {
    return ScorerCard.shipped().stream()
        .filter(c -> c.scorer().equals(scorer))
        .findFirst()
        .orElseThrow();
  }

  private static ScorerCard.OnSet set(String scorer, String set) {
    return card(scorer).sets().stream().filter(s -> s.set().equals(set)).findFirst().orElseThrow();
  }
}
