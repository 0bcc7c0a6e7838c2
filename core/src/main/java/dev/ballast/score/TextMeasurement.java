package dev.ballast.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the scorers of texts: on held-out rows, and on whole sets that were left out. */
final class TextMeasurement {
  private final TextTraining training;
  private final String scorer;
  private final String labels;
  private final int embedded;

  private TextMeasurement(TextTraining training, String scorer, String labels, int embedded) {
    this.training = training;
    this.scorer = scorer;
    this.labels = labels;
    this.embedded = embedded;
  }

  static TextMeasurement promptHarm(TextTraining training) {
    return new TextMeasurement(
        training, PromptHarmScorer.ID, "asks for harm", PromptHarmScorer.EMBEDDED);
  }

  static TextMeasurement toxicity(TextTraining training) {
    return new TextMeasurement(training, ToxicityScorer.ID, "toxic", ToxicityScorer.EMBEDDED);
  }

  /** Measure a model on the rows held out from it. */
  ScorerCard heldOut(LinearModel model, List<LabelledText> rows) {
    List<LabelledText> held = rows.stream().filter(LabelledText::heldOut).toList();
    List<ScorerCard.OnSet> sets = new ArrayList<>();
    List<Judged> all = new ArrayList<>();
    for (Map.Entry<String, List<LabelledText>> set : bySet(held).entrySet()) {
      List<Judged> judged = judged(model, set.getValue());
      sets.add(ScorerCard.OnSet.of(set.getKey(), labels, judged, 0));
      all.addAll(judged);
    }
    sets.add(ScorerCard.OnSet.of("all of these", labels, all, 0));
    List<ScorerCard.Slice> slices = new ArrayList<>(Slices.byLength(all));
    slices.addAll(Slices.byCategory(all));
    return new ScorerCard(scorer, sets, slices);
  }

  /** Train without each set in turn, and measure on the whole of it. */
  List<ScorerCard.OnSet> leftOut(List<LabelledText> rows) {
    List<ScorerCard.OnSet> sets = new ArrayList<>();
    List<Judged> all = new ArrayList<>();
    for (Map.Entry<String, List<LabelledText>> set : bySet(rows).entrySet()) {
      List<LabelledText> others = rows.stream().filter(r -> !r.set().equals(set.getKey())).toList();
      List<Judged> judged = judged(training.fit(others), set.getValue());
      sets.add(ScorerCard.OnSet.of(set.getKey() + ScorerCard.LEFT_OUT, labels, judged, 0));
      all.addAll(judged);
    }
    sets.add(ScorerCard.OnSet.of("all of these, left out in turn", labels, all, 0));
    return sets;
  }

  private static Map<String, List<LabelledText>> bySet(List<LabelledText> rows) {
    Map<String, List<LabelledText>> by = new LinkedHashMap<>();
    rows.forEach(r -> by.computeIfAbsent(r.set(), k -> new ArrayList<>()).add(r));
    return by;
  }

  private List<Judged> judged(LinearModel model, List<LabelledText> rows) {
    double[] probabilities = training.probabilities(model, rows, embedded);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      LabelledText row = rows.get(i);
      String category = row.set().equals("contrasts") ? row.category() : "";
      judged.add(new Judged(row.positive(), probabilities[i], row.text(), category));
    }
    return judged;
  }
}
