package dev.ballast.judge;

import dev.ballast.score.Verdict;
import dev.ballast.stats.Interval;
import dev.ballast.stats.Kappa;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How two judges agree on the rows that both gave a verdict on.
 *
 * @param rows such rows
 * @param disagreements rows among them with different verdicts
 * @param kappa Cohen's, over the verdicts, with its interval of 95 %; empty when neither judge ever
 *     changed its verdict, or there is no row
 */
public record PairAgreement(
    String first, String second, int rows, int disagreements, Optional<Interval> kappa) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Compare every two judges.
   *
   * @param rows each with one opinion a judge, in the same order
   */
  public static List<PairAgreement> of(List<List<Opinion>> rows) {
    int judges = rows.isEmpty() ? 0 : rows.getFirst().size();
    List<PairAgreement> pairs = new ArrayList<>();
    for (int i = 0; i < judges; i++) {
      for (int j = i + 1; j < judges; j++) {
        pairs.add(pair(rows, i, j));
      }
    }
    return pairs;
  }

  private static PairAgreement pair(List<List<Opinion>> rows, int i, int j) {
    int size = Verdict.values().length;
    int[][] confusion = new int[size][size];
    int both = 0;
    int apart = 0;
    for (List<Opinion> row : rows) {
      Optional<Verdict> first = row.get(i).word();
      Optional<Verdict> second = row.get(j).word();
      if (first.isPresent() && second.isPresent()) {
        confusion[first.get().ordinal()][second.get().ordinal()]++;
        both++;
        apart += first.get() == second.get() ? 0 : 1;
      }
    }
    Optional<Interval> kappa = both == 0 ? Optional.empty() : Kappa.cohen(confusion, CONFIDENCE);
    List<Opinion> names = rows.getFirst();
    return new PairAgreement(names.get(i).judge(), names.get(j).judge(), both, apart, kappa);
  }

  /** Tell whether two judges gave different verdicts. */
  public static boolean disagree(List<Opinion> row) {
    return row.stream().flatMap(o -> o.word().stream()).distinct().count() > 1;
  }
}
