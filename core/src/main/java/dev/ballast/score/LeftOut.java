package dev.ballast.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures each scorer on sets of which its weights saw no row: what to expect of a new source. */
final class LeftOut {
  private static final String REFUSES = "does not give what was asked";
  private static final String COMPLIES = "gives what was asked";
  private static final String HARMS = "gives the harm that was asked for";

  private final LabelledSets sets;
  private final TextModels all;
  private final List<Document> documents;
  private final List<LabelledText> requests;
  private final List<LabelledText> utterances;

  /**
   * Read the sets.
   *
   * @param all trained on every set: it serves where a set holds nothing that one of them learns
   */
  LeftOut(LabelledSets sets, TextSets texts, TextModels all) {
    this.sets = sets;
    this.all = all;
    this.documents = ScorerTraining.documents(sets);
    this.requests = texts.requests();
    this.utterances = texts.utterances();
  }

  /** Return cards that hold nothing but sets left out; the training of each takes a minute. */
  List<ScorerCard> cards(TextTraining training) {
    List<ScorerCard> cards = new ArrayList<>();
    cards.add(card(PromptHarmScorer.ID, TextMeasurement.promptHarm(training).leftOut(requests)));
    cards.add(card(ToxicityScorer.ID, TextMeasurement.toxicity(training).leftOut(utterances)));
    cards.addAll(answers(training));
    return cards;
  }

  private List<ScorerCard> answers(TextTraining training) {
    List<ScorerCard.OnSet> refusal = new ArrayList<>();
    List<ScorerCard.OnSet> compliance = new ArrayList<>();
    List<ScorerCard.OnSet> harm = new ArrayList<>();
    Map<String, ScoringModel> models = new HashMap<>();
    for (List<Labelled> rows : List.of(sets.gptfuzz(), sets.rbr(), sets.ownLabels("hh"))) {
      ScoringModel model = models.computeIfAbsent(family(rows), this::answersWithout);
      refusal.add(Measurement.leftOut(new RefusalScorer(model), rows, REFUSES));
      compliance.add(
          Measurement.leftOut(
              new ComplianceScorer(model, all.hazards()), Measurement.complied(rows), COMPLIES));
    }
    for (List<Labelled> rows :
        List.of(
            Measurement.complied(sets.gptfuzz()),
            Measurement.complied(sets.rbrHarm()),
            Measurement.complied(sets.ownLabels("hh")),
            Measurement.harmless(sets.coconot()),
            Measurement.harmless(sets.selfInstruct()))) {
      ScoringModel model = models.computeIfAbsent(family(rows), this::answersWithout);
      Scorer scorer =
          new HarmScorer(
              new ComplianceScorer(model, all.hazards()), requestsWithout(family(rows), training));
      harm.add(Measurement.leftOut(scorer, rows, HARMS));
    }
    return List.of(
        card(RefusalScorer.ID, refusal),
        card(ComplianceScorer.ID, compliance),
        card(HarmScorer.ID, harm));
  }

  /** Whose rows these are, whoever labelled them. */
  private static String family(List<Labelled> rows) {
    return rows.getFirst().set().split(",", -1)[0];
  }

  private ScoringModel answersWithout(String family) {
    return new ModelFit(documents.stream().filter(d -> !d.row().set().startsWith(family)).toList())
        .fit();
  }

  private TextClassifier requestsWithout(String family, TextTraining training) {
    List<LabelledText> others = requests.stream().filter(r -> !r.set().startsWith(family)).toList();
    LinearModel model = others.size() == requests.size() ? all.promptHarm() : training.fit(others);
    return training.classifier(model, PromptHarmScorer.EMBEDDED);
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
