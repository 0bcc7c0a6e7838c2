package dev.ballast.score;

import dev.ballast.json.Json;
import dev.ballast.stats.Agreement;
import dev.ballast.stats.Interval;
import java.util.List;
import java.util.Optional;

/**
 * How a scorer agrees with labels on rows that it was not trained on; intervals of 95 %.
 *
 * @param scorer id
 * @param sets one line per labelled set; "X, left out" was measured on all of X with weights that
 *     never saw a row of X
 * @param slices accuracy by length and by category
 * @param hazards how often the hazard is right, of scorers that name one
 */
public record ScorerCard(
    String scorer, List<OnSet> sets, List<Slice> slices, Optional<Hazards> hazards) {
  private static final double CONFIDENCE = 0.95;

  /** How the names of sets end that no weight saw. */
  static final String LEFT_OUT = ", left out";

  /**
   * Agreement on one set, at a score of 0.5. What the set cannot decide (it has one class only) is
   * empty.
   *
   * @param labels what counts as positive, and who says so
   * @param n rows scored
   * @param unscored rows that the scorer called empty, looping or gibberish
   * @param balancedAccuracy mean of sensitivity and specificity
   * @param ranking area under the ROC curve, F1, calibration; empty where a class has no row
   */
  public record OnSet(
      String set,
      String labels,
      int n,
      int unscored,
      Optional<Interval> sensitivity,
      Optional<Interval> specificity,
      Optional<Interval> balancedAccuracy,
      Optional<Interval> kappa,
      Optional<Interval> accuracy,
      Optional<Ranking> ranking) {
    /** Tell whether the weights never saw a row of the set, nor of its authors. */
    boolean leftOut() {
      return set.endsWith(LEFT_OUT);
    }

    OnSet named(String name) {
      return new OnSet(
          name,
          labels,
          n,
          unscored,
          sensitivity,
          specificity,
          balancedAccuracy,
          kappa,
          accuracy,
          ranking);
    }

    static OnSet of(String set, String labels, Agreement agreement, int unscored) {
      return of(set, labels, agreement, unscored, Optional.empty());
    }

    /** Measure scored rows. */
    static OnSet of(String set, String labels, List<Judged> rows, int unscored) {
      return of(set, labels, Judged.agreement(rows), unscored, Judged.ranking(rows, CONFIDENCE));
    }

    private static OnSet of(
        String set, String labels, Agreement agreement, int unscored, Optional<Ranking> ranking) {
      Optional<Interval> sensitivity = agreement.sensitivity(CONFIDENCE);
      Optional<Interval> specificity = agreement.specificity(CONFIDENCE);
      return new OnSet(
          set,
          labels,
          agreement.n(),
          unscored,
          sensitivity,
          specificity,
          sensitivity.flatMap(s -> specificity.map(t -> mean(s, t))),
          agreement.kappa(CONFIDENCE),
          agreement.accuracy(CONFIDENCE),
          ranking);
    }

    /** Return the mean of two independent rates (Zou and Donner 2008, MOVER). */
    private static Interval mean(Interval a, Interval b) {
      double middle = (a.estimate() + b.estimate()) / 2;
      double below = Math.hypot(a.estimate() - a.low(), b.estimate() - b.low()) / 2;
      double above = Math.hypot(a.high() - a.estimate(), b.high() - b.estimate()) / 2;
      return new Interval(middle, middle - below, middle + above, a.n() + b.n());
    }
  }

  /**
   * How scores rank rows of both classes.
   *
   * @param f1 harmonic mean of precision and sensitivity, at 0.5
   * @param brier mean squared distance of score and label, 0 … 1
   * @param calibrationError expected, over ten bins of scores, 0 … 1
   */
  public record Ranking(Interval auc, double f1, double brier, double calibrationError) {}

  /**
   * Rows of all sets together that have something in common.
   *
   * @param by {@code characters} or {@code category}
   */
  public record Slice(String by, String value, int n, Interval accuracy) {
    static Slice of(String by, String value, List<Judged> rows) {
      Agreement agreement = Judged.agreement(rows);
      Interval accuracy = agreement.accuracy(CONFIDENCE).orElseThrow();
      return new Slice(by, value, rows.size(), accuracy);
    }
  }

  /** How often the hazards of harmful requests are right, one line per set. */
  public record Hazards(List<Named> sets) {
    public Hazards {
      sets = List.copyOf(sets);
    }
  }

  /**
   * How often the hazards of one set are right, among twelve.
   *
   * @param n rows; of a set left out those whose hazard another set has
   * @param macroF1 mean F1 of the hazards that the set has, 0 … 1
   * @param slices accuracy by hazard
   */
  public record Named(String set, int n, Interval accuracy, double macroF1, List<Slice> slices) {
    public Named {
      slices = List.copyOf(slices);
    }
  }

  /** A card of a scorer that names no hazard. */
  public ScorerCard(String scorer, List<OnSet> sets, List<Slice> slices) {
    this(scorer, sets, slices, Optional.empty());
  }

  public ScorerCard {
    sets = List.copyOf(sets);
    slices = List.copyOf(slices);
  }

  /**
   * Return the error to reckon with on a new source: counts over the sets that were left out, or
   * over all where none was. A set of one class counts in the rate that it decides.
   */
  public Agreement agreement() {
    List<OnSet> leftOut = sets.stream().filter(OnSet::leftOut).toList();
    int[] counts = new int[4];
    for (OnSet set : leftOut.isEmpty() ? sets : leftOut) {
      set.sensitivity().ifPresent(rate -> add(counts, 0, rate));
      set.specificity().ifPresent(rate -> add(counts, 2, rate));
    }
    return new Agreement(counts[0], counts[3], counts[2], counts[1]);
  }

  private static void add(int[] counts, int at, Interval rate) {
    int right = (int) Math.round(rate.estimate() * rate.n());
    counts[at] += right;
    counts[at + 1] += rate.n() - right;
  }

  private record File(List<ScorerCard> cards) {}

  /** Return the cards of the shipped scorers, as the training program measured them. */
  public static List<ScorerCard> shipped() {
    return Shipped.CARDS;
  }

  private static final class Shipped {
    static final List<ScorerCard> CARDS =
        List.copyOf(Json.decode(Resources.text("scorer_cards.json"), File.class).cards());
  }

  static String encode(List<ScorerCard> cards) {
    return Json.pretty(new File(cards)) + "\n";
  }
}
