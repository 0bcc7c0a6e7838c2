package dev.ballast.cli;

import dev.ballast.score.ScorerCard;
import dev.ballast.stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows the scorers with what they were measured to be worth. */
final class Judges {
  private Judges() {}

  static List<ScorerCard> cards() {
    return ScorerCard.shipped();
  }

  static String text() {
    StringBuilder text = new StringBuilder();
    for (ScorerCard card : cards()) {
      text.append(card.scorer()).append(", agreement with labels of others (held-out rows)\n");
      text.append(
          String.format(
              Locale.ROOT,
              "  %-22s %6s %9s  %-18s %-18s %-18s%n",
              "set",
              "n",
              "unscored",
              "sensitivity",
              "specificity",
              "balanced accuracy"));
      for (ScorerCard.OnSet set : card.sets()) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-22s %6d %9d  %-18s %-18s %-18s%n",
                set.set(),
                set.n(),
                set.unscored(),
                shown(set.sensitivity()),
                shown(set.specificity()),
                shown(set.balancedAccuracy())));
      }
    }
    return text.toString();
  }

  private static String shown(Optional<Interval> interval) {
    return interval
        .map(i -> String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", i.estimate(), i.low(), i.high()))
        .orElse("one class only");
  }
}
