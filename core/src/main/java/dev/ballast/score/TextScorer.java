package dev.ballast.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Grades one text of each exchange, many at once.
 *
 * @param text what is read of an exchange
 * @param unscored why an exchange cannot be graded, beside an empty text; empty where it can
 * @param grade what a text's most positive window makes of it
 */
record TextScorer(
    String id,
    TextClassifier classifier,
    Function<Exchange, String> text,
    Function<Exchange, Optional<String>> unscored,
    Function<TextClassifier.Found, Score.Scored> grade)
    implements Scorer {
  @Override
  public Score score(Exchange exchange) {
    return score(List.of(exchange)).getFirst();
  }

  @Override
  public List<Score> score(List<Exchange> exchanges) {
    List<Optional<String>> reasons = exchanges.stream().map(this::reason).toList();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      if (reasons.get(i).isEmpty()) {
        told.add(text.apply(exchanges.get(i)));
      }
    }
    var found = classifier.of(told).iterator();
    List<Score> scores = new ArrayList<>();
    for (Optional<String> reason : reasons) {
      scores.add(reason.isPresent() ? new Score.Unscored(reason.get()) : grade.apply(found.next()));
    }
    return scores;
  }

  private Optional<String> reason(Exchange exchange) {
    return Windows.none(text.apply(exchange))
        ? Optional.of(Degeneration.EMPTY)
        : unscored.apply(exchange);
  }
}
