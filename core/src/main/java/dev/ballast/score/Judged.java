package dev.ballast.score;

import dev.ballast.stats.Agreement;
import dev.ballast.stats.Auc;
import dev.ballast.stats.Calibration;
import java.util.List;
import java.util.Optional;

/**
 * A labelled row and what a scorer said of it.
 *
 * @param text what decides, for its length
 * @param category empty where its set names none
 */
record Judged(boolean label, double score, String text, String category) {
  boolean positive() {
    return score >= 0.5;
  }

  static Agreement agreement(List<Judged> rows) {
    boolean[] label = new boolean[rows.size()];
    boolean[] said = new boolean[rows.size()];
    for (int i = 0; i < label.length; i++) {
      label[i] = rows.get(i).label();
      said[i] = rows.get(i).positive();
    }
    return Agreement.of(label, said);
  }

  /** Return how scores rank, unless a class has no row. */
  static Optional<ScorerCard.Ranking> ranking(List<Judged> rows, double confidence) {
    boolean[] label = new boolean[rows.size()];
    double[] score = new double[rows.size()];
    int found = 0;
    int marked = 0;
    for (int i = 0; i < label.length; i++) {
      label[i] = rows.get(i).label();
      score[i] = rows.get(i).score();
      found += label[i] && rows.get(i).positive() ? 1 : 0;
      marked += (label[i] ? 1 : 0) + (rows.get(i).positive() ? 1 : 0);
    }
    double f1 = marked == 0 ? 0 : 2.0 * found / marked;
    Calibration calibration = Calibration.of(label, score);
    return Auc.of(label, score, confidence)
        .map(
            auc ->
                new ScorerCard.Ranking(auc, f1, calibration.brier(), calibration.expectedError()));
  }
}
