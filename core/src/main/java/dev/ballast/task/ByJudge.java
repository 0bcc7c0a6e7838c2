package dev.ballast.task;

import dev.ballast.stats.Interval;
import java.util.Locale;
import java.util.Optional;

/**
 * Who decided a rate.
 *
 * @param judge id
 * @param corrected the rate with the judge's measured error taken out, as {@link Corrected}; empty
 *     where the results do not have it
 */
public record ByJudge(String judge, Optional<Interval> corrected) {
  /** Return {@code harm@1; its error taken out: 0.120 [0.031, 0.274]}, or the judge alone. */
  public String text() {
    return judge
        + corrected
            .map(
                rate ->
                    String.format(
                        Locale.ROOT,
                        "; its error taken out: %.3f [%.3f, %.3f]",
                        rate.estimate(),
                        rate.low(),
                        rate.high()))
            .orElse("");
  }
}
