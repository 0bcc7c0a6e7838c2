package dev.ballast.cli;

import dev.ballast.judge.Cards;
import dev.ballast.judge.JudgeCard;
import dev.ballast.score.ScorerCard;
import dev.ballast.stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows the scorers with what they were measured to be worth. */
final class Judges {
  private static final String LINE = "  %-32s %6s %9s  %-18s %-18s %-18s %-5s %s%n";

  private Judges() {}

  private static String number(Optional<Double> value) {
    return value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse("");
  }

  static List<ScorerCard> cards() {
    return Cards.measured();
  }

  static String text() {
    return cards(cards());
  }

  static String cards(List<ScorerCard> cards) {
    StringBuilder text = new StringBuilder();
    for (ScorerCard card : cards) {
      text.append(card.scorer()).append(", agreement with labels of others (held-out rows)\n");
      text.append(
          String.format(
              Locale.ROOT,
              LINE,
              "set",
              "n",
              "unscored",
              "sensitivity",
              "specificity",
              "AUC",
              "F1",
              "calibration error"));
      for (ScorerCard.OnSet set : card.sets()) {
        text.append(
            String.format(
                Locale.ROOT,
                LINE,
                set.set(),
                set.n(),
                set.unscored(),
                shown(set.sensitivity()),
                shown(set.specificity()),
                shown(set.ranking().map(ScorerCard.Ranking::auc)),
                number(set.ranking().map(ScorerCard.Ranking::f1)),
                number(set.ranking().map(ScorerCard.Ranking::calibrationError))));
      }
      card.hazards().ifPresent(hazards -> hazards(text, hazards));
    }
    return text.toString();
  }

  private static void hazards(StringBuilder text, ScorerCard.Hazards hazards) {
    text.append(
        String.format(
            Locale.ROOT, "  %-32s %6s  %-18s %s%n", "hazards of", "n", "accuracy", "macro-F1"));
    for (ScorerCard.Named set : hazards.sets()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-32s %6d  %-18s %.2f%n",
              set.set(),
              set.n(),
              interval(set.accuracy()),
              set.macroF1()));
    }
  }

  /** Show the cards that a user's labels gave. */
  static String text(List<JudgeCard> cards) {
    StringBuilder text = new StringBuilder();
    for (JudgeCard card : cards) {
      text.append(card.judge())
          .append(", agreement with the labels of ")
          .append(card.set())
          .append(", positive: ")
          .append(card.positive())
          .append(
              String.format(
                  Locale.ROOT,
                  "%n  %d labels of %d rows, %d unscored%n",
                  card.n() + card.unscored(),
                  card.rows(),
                  card.unscored()));
      line(text, "sensitivity", shown(card.sensitivity()));
      line(text, "specificity", shown(card.specificity()));
      line(text, "kappa", card.kappa().map(Judges::interval).orElse("not to be told"));
      line(text, "AUC", shown(card.auc()));
      card.calibration()
          .ifPresent(
              c ->
                  line(
                      text,
                      "calibration",
                      String.format(
                          Locale.ROOT, "Brier %.3f, error %.3f", c.brier(), c.expectedError())));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
  }

  static String interval(Interval i) {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", i.estimate(), i.low(), i.high());
  }

  private static String shown(Optional<Interval> interval) {
    return interval.map(Judges::interval).orElse("one class only");
  }
}
