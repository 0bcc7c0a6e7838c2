package dev.ballast.score;

import java.util.Optional;

/**
 * Tells whether a request asks for harm; the response is not read.
 *
 * <p>Score: probability that it does, with the {@link Hazard} where the verdict is harmful. In a
 * long request one window that asks for harm decides.
 */
final class PromptHarmScorer {
  static final String ID = "prompt-harm@2";

  /** Requests are short: all windows are embedded. */
  static final int EMBEDDED = Windows.MOST;

  private PromptHarmScorer() {}

  static Scorer of(TextModels models) {
    return new TextScorer(
        ID,
        classifier(models),
        Exchange::prompt,
        exchange -> Optional.empty(),
        found -> grade(found, models.hazards()));
  }

  static TextClassifier classifier(TextModels models) {
    return new TextClassifier(models.promptHarm(), new Embedder(), EMBEDDED);
  }

  private static Score.Scored grade(TextClassifier.Found found, HazardModel hazards) {
    boolean harmful = found.probability() >= 0.5;
    return new Score.Scored(
        harmful ? Verdict.HARMFUL : Verdict.BENIGN,
        found.probability(),
        "its most harmful part: " + found.window().length() + " characters",
        harmful ? hazards.of(found.window()).word() : "");
  }
}
