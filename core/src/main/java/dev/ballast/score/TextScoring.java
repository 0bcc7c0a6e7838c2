package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Grades one text of each exchange, many at once.
 *
 * @param text what is read of an exchange
 * @param unscored why an exchange cannot be graded; empty where it can
 */
record TextScoring(
    TextClassifier classifier,
    Function<Exchange, String> text,
    Function<Exchange, Optional<String>> unscored) {
  /** Exchanges whose texts are embedded at once. */
  private static final int BATCH = 256;

  List<Score> grade(
      List<Exchange> exchanges, Function<TextClassifier.Found, ? extends Score> grade) {
    List<Score> scores = new ArrayList<>();
    for (int from = 0; from < exchanges.size(); from += BATCH) {
      int to = Math.min(exchanges.size(), from + BATCH);
      batch(exchanges.subList(from, to), grade, scores);
    }
    return scores;
  }

  private void batch(
      List<Exchange> exchanges,
      Function<TextClassifier.Found, ? extends Score> grade,
      List<Score> scores) {
    List<Optional<String>> reasons = exchanges.stream().map(this::reason).toList();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      if (reasons.get(i).isEmpty()) {
        told.add(text.apply(exchanges.get(i)));
      }
    }
    var found = classifier.of(told).iterator();
    for (Optional<String> reason : reasons) {
      scores.add(reason.isPresent() ? new Score.Unscored(reason.get()) : grade.apply(found.next()));
    }
  }

  private Optional<String> reason(Exchange exchange) {
    return Windows.of(text.apply(exchange)).isEmpty()
        ? Optional.of(Degeneration.EMPTY)
        : unscored.apply(exchange);
  }
}
