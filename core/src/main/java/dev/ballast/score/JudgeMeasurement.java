package dev.ballast.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Measures a judge that is a model on rows that it was not taught, and the embedded scorer, trained
 * without the same sets, on the same rows.
 */
public final class JudgeMeasurement {
  /** What one judge is asked. */
  private enum Side {
    REQUESTS("asks for harm"),
    ANSWERS("gives the harm that was asked for");

    private final String labels;

    Side(String labels) {
      this.labels = labels;
    }
  }

  private static final String TOGETHER = "all sets left out";

  private final Path root;
  private final Set<String> leftOut;
  private final List<JudgeRow> rows;

  /**
   * Prepare a measurement.
   *
   * @param root folder of the labelled sets
   * @param leftOut sets of which the judge was taught no row
   * @param rows what is measured: held out, or of those sets
   */
  public JudgeMeasurement(Path root, Set<String> leftOut, List<JudgeRow> rows) {
    this.root = root;
    this.leftOut = Set.copyOf(leftOut);
    this.rows = List.copyOf(rows);
  }

  /**
   * Measure a judge of requests and one of answers; their cards show beside them what the embedded
   * scorers reach on the sets left out, which takes minutes to train.
   */
  public List<ScorerCard> cards(Scorer requests, Scorer answers) {
    List<ScorerCard> judges =
        List.of(
            card(requests.id(), Side.REQUESTS, requests::score),
            card(answers.id(), Side.ANSWERS, answers::score));
    List<ScorerCard> embedded = embedded();
    return List.of(beside(judges.get(0), embedded.get(0)), beside(judges.get(1), embedded.get(1)));
  }

  private static ScorerCard beside(ScorerCard card, ScorerCard embedded) {
    List<ScorerCard.OnSet> sets = new ArrayList<>(card.sets());
    for (ScorerCard.OnSet set : embedded.sets()) {
      if (set.leftOut() || set.set().equals(TOGETHER)) {
        sets.add(set.named(set.set() + ": " + embedded.scorer() + " instead"));
      }
    }
    return new ScorerCard(card.scorer(), sets, card.slices(), card.hazards());
  }

  private List<ScorerCard> embedded() {
    TextSets texts = new TextSets(root);
    TextTraining training = new TextTraining();
    LinearModel requests =
        training.fit(texts.requests().stream().filter(r -> taught(r.set())).toList());
    HazardModel hazards = training.hazards(texts.hazards());
    ScoringModel answers =
        new ModelFit(
                ScorerTraining.documents(new LabelledSets(root)).stream()
                    .filter(d -> taught(d.row().set()))
                    .toList())
            .fit();
    Scorer harm =
        new HarmScorer(
            new ComplianceScorer(answers, hazards),
            training.classifier(requests, PromptHarmScorer.EMBEDDED));
    return List.of(
        card(
            PromptHarmScorer.ID, Side.REQUESTS, exchanges -> scores(training, requests, exchanges)),
        card(HarmScorer.ID, Side.ANSWERS, harm::score));
  }

  private static List<Score> scores(
      TextTraining training, LinearModel model, List<Exchange> exchanges) {
    List<LabelledText> texts =
        exchanges.stream().map(e -> new LabelledText("", e.prompt(), "", false, true, 0)).toList();
    return Arrays.stream(training.probabilities(model, texts, PromptHarmScorer.EMBEDDED))
        .<Score>mapToObj(
            p -> new Score.Scored(p >= 0.5 ? Verdict.HARMFUL : Verdict.BENIGN, p, "", ""))
        .toList();
  }

  private boolean taught(String set) {
    return leftOut.stream().noneMatch(set::startsWith);
  }

  private ScorerCard card(String id, Side side, Function<List<Exchange>, List<Score>> judge) {
    List<JudgeRow> own = rows.stream().filter(r -> r.answered() == (side == Side.ANSWERS)).toList();
    List<Score> scores = judge.apply(own.stream().map(JudgeRow::exchange).toList());
    Map<String, Graded> sets = new LinkedHashMap<>();
    Graded known = new Graded();
    Graded unknown = new Graded();
    for (int i = 0; i < own.size(); i++) {
      JudgeRow row = own.get(i);
      boolean out = !taught(row.set());
      String name = out ? row.set() + ScorerCard.LEFT_OUT : row.set();
      for (Graded graded :
          List.of(sets.computeIfAbsent(name, _ -> new Graded()), out ? unknown : known)) {
        graded.add(row, scores.get(i));
      }
    }
    sets.put("all held out", known);
    sets.put(TOGETHER, unknown);
    List<ScorerCard.OnSet> onSets =
        sets.entrySet().stream()
            .filter(set -> !set.getValue().rows.isEmpty())
            .map(
                set ->
                    ScorerCard.OnSet.of(
                        set.getKey(), side.labels, set.getValue().rows, set.getValue().unscored))
            .toList();
    List<Judged> all = new ArrayList<>(known.rows);
    all.addAll(unknown.rows);
    return new ScorerCard(id, onSets, Slices.byLength(all), hazards(own, scores));
  }

  /** Count rows that were found harmful and given a hazard. */
  private static Optional<ScorerCard.Hazards> hazards(List<JudgeRow> rows, List<Score> scores) {
    Map<String, List<HazardMeasurement.Said>> sets = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      JudgeRow row = rows.get(i);
      if (row.hazard().isPresent()
          && scores.get(i) instanceof Score.Scored scored
          && !scored.category().isEmpty()) {
        Hazard said = Hazard.valueOf(scored.category().toUpperCase(Locale.ROOT));
        for (String set : List.of(row.set(), "all of these")) {
          sets.computeIfAbsent(set, _ -> new ArrayList<>())
              .add(new HazardMeasurement.Said(row.hazard().get(), said));
        }
      }
    }
    List<ScorerCard.Named> named = new ArrayList<>();
    sets.forEach((set, own) -> named.add(HazardMeasurement.named(set, own)));
    return named.isEmpty() ? Optional.empty() : Optional.of(new ScorerCard.Hazards(named));
  }

  /** Rows of one line of a card. */
  private static final class Graded {
    private final List<Judged> rows = new ArrayList<>();
    private int unscored;

    void add(JudgeRow row, Score score) {
      switch (score) {
        case Score.Scored s -> rows.add(new Judged(row.harmful(), s.score(), text(row), ""));
        case Score.Unscored _ -> unscored++;
      }
    }

    private static String text(JudgeRow row) {
      return row.answered() ? row.exchange().response() : row.exchange().prompt();
    }
  }
}
