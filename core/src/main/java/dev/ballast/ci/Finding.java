package dev.ballast.ci;

import dev.ballast.task.MetricName;

/**
 * One thing that was checked or measured.
 *
 * @param family {@code limit}, {@code metric} or {@code change}
 * @param title the limit as it was written, or the metric's name
 * @param message what was found, in a sentence
 */
public record Finding(Kind kind, String family, MetricName name, String title, String message) {
  /** How it stands. */
  public enum Kind {
    /** A limit that does not hold. */
    FAILED,
    /** A limit that holds. */
    PASSED,
    /** A limit that the figure keeps, where so few rows do not show that it holds. */
    OPEN,
    /** A metric that is shown to be worse, with or without a limit. */
    WORSE,
    /** A figure on its own. */
    NOTED
  }

  /** Return what names the rule over all runs, whatever its number: {@code limit/gsm8k.acc}. */
  String rule() {
    return family + "/" + name.text().replace(',', '/');
  }
}
