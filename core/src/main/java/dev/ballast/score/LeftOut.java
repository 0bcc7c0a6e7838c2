package dev.ballast.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures each scorer on sets of which its weights saw no row: what to expect of a new source. */
final class LeftOut {
  private static final String REFUSES = "does not give what was asked";
  private static final String COMPLIES = "gives what was asked";

  private final LabelledSets sets;
  private final TextSets texts;
  private final HazardModel hazards;

  LeftOut(LabelledSets sets, TextSets texts, HazardModel hazards) {
    this.sets = sets;
    this.texts = texts;
    this.hazards = hazards;
  }

  /** Return cards that hold nothing but sets left out; the training of each takes a minute. */
  List<ScorerCard> cards(TextTraining training) {
    List<ScorerCard> cards = new ArrayList<>();
    cards.add(
        card(PromptHarmScorer.ID, TextMeasurement.promptHarm(training).leftOut(texts.requests())));
    cards.add(
        card(ToxicityScorer.ID, TextMeasurement.toxicity(training).leftOut(texts.utterances())));
    cards.addAll(answers());
    return cards;
  }

  private List<ScorerCard> answers() {
    List<Document> all = ScorerTraining.documents(sets);
    List<ScorerCard.OnSet> refusal = new ArrayList<>();
    List<ScorerCard.OnSet> harm = new ArrayList<>();
    for (List<Labelled> rows : List.of(sets.gptfuzz(), sets.rbr(), sets.ownLabels("hh"))) {
      String set = rows.getFirst().set();
      ScoringModel model =
          new ModelFit(all.stream().filter(d -> !d.row().set().equals(set)).toList()).fit();
      refusal.add(Measurement.leftOut(new RefusalScorer(model), rows, REFUSES));
      harm.add(
          Measurement.leftOut(
              new HarmScorer(model, hazards), Measurement.complied(rows), COMPLIES));
    }
    return List.of(card(RefusalScorer.ID, refusal), card(HarmScorer.ID, harm));
  }

  private static ScorerCard card(String scorer, List<ScorerCard.OnSet> onSets) {
    return new ScorerCard(scorer, onSets, List.of());
  }

  /** Put the sets of one scorer's cards into one. */
  static List<ScorerCard> join(List<ScorerCard> cards, List<ScorerCard> more) {
    Map<String, ScorerCard> by = new LinkedHashMap<>();
    cards.forEach(card -> by.put(card.scorer(), card));
    more.forEach(card -> by.merge(card.scorer(), card, LeftOut::join));
    return List.copyOf(by.values());
  }

  private static ScorerCard join(ScorerCard card, ScorerCard more) {
    List<ScorerCard.OnSet> onSets = new ArrayList<>(card.sets());
    onSets.addAll(more.sets());
    return new ScorerCard(card.scorer(), onSets, card.slices(), card.hazards());
  }
}
