package dev.ballast.score;

import java.util.List;
import java.util.Optional;

/**
 * Tells whether a request asks for harm; the response is not read.
 *
 * <p>Score: probability that it does, with the {@link Hazard} where the verdict is harmful. In a
 * long request one window that asks for harm decides.
 */
final class PromptHarmScorer implements Scorer {
  static final String ID = "prompt-harm@1";

  private final TextScoring scoring;
  private final HazardModel hazards;

  PromptHarmScorer(TextClassifier classifier, HazardModel hazards) {
    this.scoring = new TextScoring(classifier, Exchange::prompt, exchange -> Optional.empty());
    this.hazards = hazards;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Score score(Exchange exchange) {
    return score(List.of(exchange)).getFirst();
  }

  @Override
  public List<Score> score(List<Exchange> exchanges) {
    return scoring.grade(exchanges, this::grade);
  }

  private Score.Scored grade(TextClassifier.Found found) {
    boolean harmful = found.probability() >= 0.5;
    return new Score.Scored(
        harmful ? Verdict.HARMFUL : Verdict.BENIGN,
        found.probability(),
        "its most harmful part: " + found.window().length() + " characters",
        harmful ? hazards.of(found.window()).word() : "");
  }
}
