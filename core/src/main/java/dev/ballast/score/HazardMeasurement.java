package dev.ballast.score;

import dev.ballast.stats.Wilson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures how often a harmful request is given the hazard that its set gives it. */
final class HazardMeasurement {
  private static final double CONFIDENCE = 0.95;

  private final TextTraining training;
  private final List<LabelledText> rows;

  /** A row's hazard and what was said. */
  record Said(Hazard is, Hazard said) {
    boolean right() {
      return is == said;
    }
  }

  /**
   * Measure on rows.
   *
   * @param rows all whose set names a hazard
   */
  HazardMeasurement(TextTraining training, List<LabelledText> rows) {
    this.training = training;
    this.rows = rows;
  }

  /** Measure a model on the rows held out from it, by set and on all of them. */
  List<ScorerCard.Named> heldOut(HazardModel model) {
    List<LabelledText> held = rows.stream().filter(LabelledText::heldOut).toList();
    List<ScorerCard.Named> named = new ArrayList<>();
    for (String set : sets()) {
      named.add(named(set, said(model, held.stream().filter(r -> r.set().equals(set)).toList())));
    }
    named.add(named("all of these", said(model, held)));
    return named;
  }

  /** Train without each set in turn; its rows count whose hazard another set has too. */
  List<ScorerCard.Named> leftOut() {
    List<ScorerCard.Named> named = new ArrayList<>();
    for (String set : sets()) {
      List<LabelledText> others = rows.stream().filter(r -> !r.set().equals(set)).toList();
      Set<Hazard> known =
          others.stream()
              .map(TextTraining::hazard)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Hazard.class)));
      List<LabelledText> shared =
          rows.stream()
              .filter(r -> r.set().equals(set) && known.contains(TextTraining.hazard(r)))
              .toList();
      named.add(named(set + ScorerCard.LEFT_OUT, said(training.hazards(others), shared)));
    }
    return named;
  }

  private List<String> sets() {
    return rows.stream().map(LabelledText::set).distinct().toList();
  }

  private static List<Said> said(HazardModel model, List<LabelledText> rows) {
    return rows.stream().map(r -> new Said(TextTraining.hazard(r), model.of(r.text()))).toList();
  }

  static ScorerCard.Named named(String set, List<Said> rows) {
    double f1 = 0;
    int hazards = 0;
    List<ScorerCard.Slice> slices = new ArrayList<>();
    for (Hazard hazard : Hazard.values()) {
      List<Said> own = rows.stream().filter(r -> r.is() == hazard).toList();
      if (own.isEmpty()) {
        continue;
      }
      int right = right(own);
      long said = rows.stream().filter(r -> r.said() == hazard).count();
      f1 += 2.0 * right / (own.size() + said);
      hazards++;
      slices.add(
          new ScorerCard.Slice(
              "hazard", hazard.word(), own.size(), Wilson.interval(right, own.size(), CONFIDENCE)));
    }
    return new ScorerCard.Named(
        set,
        rows.size(),
        Wilson.interval(right(rows), rows.size(), CONFIDENCE),
        f1 / hazards,
        slices);
  }

  private static int right(List<Said> rows) {
    return (int) rows.stream().filter(Said::right).count();
  }

  /** Put measurements on the cards of the scorers that name hazards. */
  static List<ScorerCard> onto(List<ScorerCard> cards, List<ScorerCard.Named> named) {
    return cards.stream()
        .map(
            card ->
                List.of(ComplianceScorer.ID, HarmScorer.ID, PromptHarmScorer.ID)
                        .contains(card.scorer())
                    ? new ScorerCard(
                        card.scorer(),
                        card.sets(),
                        card.slices(),
                        Optional.of(new ScorerCard.Hazards(named)))
                    : card)
        .toList();
  }
}
