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
 * @param sets one line per labelled set
 */
public record ScorerCard(String scorer, List<OnSet> sets) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Agreement on one set. What the set cannot decide (it has one class only) is empty.
   *
   * @param labels what counts as positive, and who says so
   * @param n rows scored
   * @param unscored rows that the scorer called empty, looping or gibberish
   * @param balancedAccuracy mean of sensitivity and specificity
   */
  public record OnSet(
      String set,
      String labels,
      int n,
      int unscored,
      Optional<Interval> sensitivity,
      Optional<Interval> specificity,
      Optional<Interval> balancedAccuracy,
      Optional<Interval> kappa) {
    static OnSet of(String set, String labels, Agreement agreement, int unscored) {
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
          agreement.kappa(CONFIDENCE));
    }

    /** Return the mean of two independent rates (Zou and Donner 2008, MOVER). */
    private static Interval mean(Interval a, Interval b) {
      double middle = (a.estimate() + b.estimate()) / 2;
      double below = Math.hypot(a.estimate() - a.low(), b.estimate() - b.low()) / 2;
      double above = Math.hypot(a.high() - a.estimate(), b.high() - b.estimate()) / 2;
      return new Interval(middle, middle - below, middle + above, a.n() + b.n());
    }
  }

  public ScorerCard {
    sets = List.copyOf(sets);
  }

  private record File(List<ScorerCard> cards) {}

  /** Return the cards of the shipped scorers, as the training program measured them. */
  public static List<ScorerCard> shipped() {
    return Json.decode(Resources.text("scorer_cards.json"), File.class).cards();
  }

  static String encode(List<ScorerCard> cards) {
    return Json.pretty(new File(cards)) + "\n";
  }
}
