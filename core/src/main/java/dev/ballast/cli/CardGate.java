package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.judge.Cards;
import dev.ballast.task.MetricName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps judges without a card from deciding anything. */
final class CardGate {
  private CardGate() {}

  /** Return the shipped cards, and a user's where a file of them is named. */
  static Cards cards(Optional<Path> file) {
    return file.map(Cards::with).orElseGet(Cards::shipped);
  }

  /**
   * See that each judge whose rate is limited has a card.
   *
   * @param limited whether a limit is set on a metric
   * @param judges task → id of its judge; a task without one is not in it
   * @throws BadInput naming metric and judge where one has none
   */
  static void check(
      List<MetricName> measured,
      Predicate<MetricName> limited,
      Map<String, String> judges,
      Cards cards) {
    for (MetricName metric : measured) {
      String judge = judges.get(metric.task());
      if (judge != null && limited.test(metric)) {
        try {
          cards.require(judge);
        } catch (BadInput e) {
          throw e.key("fail_on")
              .value(metric.text())
              .fix(
                  "label rows that it graded (ballast judge --label --data GRADED --output LABELS"
                      + " --card CARDS) and give --card CARDS, or take the limit away");
        }
      }
    }
  }
}
