package dev.ballast.judge;

import dev.ballast.score.Verdict;
import dev.ballast.stats.Agreement;
import dev.ballast.stats.Auc;
import dev.ballast.stats.Calibration;
import dev.ballast.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a judge is worth by a person's labels; intervals of 95 %.
 *
 * @param judge id
 * @param set the file of labels
 * @param positive the verdict that counts as positive
 * @param rows that the judge graded, labelled or not: disputed rows are labelled first, so that
 *     fewer labels than rows say how it errs on the hard ones
 * @param n rows with a label and the judge's verdict
 * @param unscored rows with a label and no verdict of the judge
 * @param agreement the counts behind the rates, for a corrected prevalence
 * @param kappa Cohen's, positive against the rest
 * @param auc area under the ROC curve of the score; empty when a class has no row
 * @param calibration of the score as a probability; empty without a row
 */
public record JudgeCard(
    String judge,
    String set,
    String positive,
    int rows,
    int n,
    int unscored,
    Agreement agreement,
    Optional<Interval> sensitivity,
    Optional<Interval> specificity,
    Optional<Interval> kappa,
    Optional<Interval> auc,
    Optional<Calibration> calibration) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Measure every judge that the labelled rows name, in the order of their first row.
   *
   * @param graded all rows, labelled or not
   */
  public static List<JudgeCard> measure(String set, List<Label> labels, List<LabelItem> graded) {
    Map<String, List<Label>> byJudge = new LinkedHashMap<>();
    for (Label label : labels) {
      for (Opinion opinion : label.judges()) {
        byJudge.computeIfAbsent(opinion.judge(), _ -> new ArrayList<>()).add(label);
      }
    }
    List<JudgeCard> cards = new ArrayList<>();
    byJudge.forEach((judge, rows) -> cards.add(card(judge, set, rows, count(judge, graded))));
    return cards;
  }

  private static int count(String judge, List<LabelItem> graded) {
    return (int)
        graded.stream()
            .filter(row -> row.judges().stream().anyMatch(o -> o.judge().equals(judge)))
            .count();
  }

  private static JudgeCard card(String judge, String set, List<Label> rows, int graded) {
    Verdict positive = Scale.of(Opinion.verdict(rows.getFirst().label())).positive();
    List<Boolean> labels = new ArrayList<>();
    List<Boolean> said = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Label row : rows) {
      Opinion opinion =
          row.judges().stream().filter(o -> o.judge().equals(judge)).findFirst().orElseThrow();
      Optional<Verdict> word = opinion.word();
      Double score = opinion.score();
      if (word.isPresent() && score != null) {
        labels.add(Opinion.verdict(row.label()) == positive);
        said.add(word.get() == positive);
        scores.add(score);
      }
    }
    boolean[] label = booleans(labels);
    double[] score = scores.stream().mapToDouble(Double::doubleValue).toArray();
    Agreement agreement = Agreement.of(label, booleans(said));
    return new JudgeCard(
        judge,
        set,
        positive.word(),
        graded,
        agreement.n(),
        rows.size() - agreement.n(),
        agreement,
        agreement.sensitivity(CONFIDENCE),
        agreement.specificity(CONFIDENCE),
        agreement.kappa(CONFIDENCE),
        Auc.of(label, score, CONFIDENCE),
        label.length == 0 ? Optional.empty() : Optional.of(Calibration.of(label, score)));
  }

  private static boolean[] booleans(List<Boolean> values) {
    boolean[] array = new boolean[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
