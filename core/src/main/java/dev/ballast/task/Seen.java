package dev.ballast.task;

import java.util.List;
import java.util.Optional;

/**
 * How many rows of a task the training of a model has seen.
 *
 * @param contaminated rows that are, or nearly are, training prompts; empty = no training data of
 *     the model is known, which is not none
 * @param rows rows that were asked
 * @param checked runs whose data was looked through
 * @param unknown why more may have been seen: a model or a file that tells no data
 */
public record Seen(
    Optional<Integer> contaminated, int rows, List<String> checked, List<String> unknown) {
  /** Where results tell it, by task. */
  public static final String KEY = "contamination";

  /** Return what is known of a model that says nothing of its training. */
  public static Seen unknown(int rows, List<String> why) {
    return new Seen(Optional.empty(), rows, List.of(), why);
  }

  /** Return {@code 3 of 200}, or {@code unknown}. */
  public String text() {
    return contaminated.map(n -> n + " of " + rows).orElse("unknown");
  }
}
