package dev.ballast.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many rows of a task the training of a model has seen.
 *
 * @param contaminated rows that are, or nearly are, training prompts; empty = no training data of
 *     the model is known, which is not none
 * @param rows rows that were asked
 * @param checked runs whose data was looked through
 * @param unknown why more may have been seen: a model or a file that tells no data
 * @param docIds the contaminated rows
 */
public record Seen(
    Optional<Integer> contaminated,
    int rows,
    List<String> checked,
    List<String> unknown,
    List<Long> docIds) {
  /** Where results tell it, by task. */
  public static final String KEY = "contamination";

  /** Return what is known of a model that says nothing of its training. */
  public static Seen unknown(int rows, List<String> why) {
    return new Seen(Optional.empty(), rows, List.of(), why, List.of());
  }

  /** Return {@code 3 of 200}, {@code 3 of 200, more unknown}, or {@code unknown}. */
  public String text() {
    return contaminated
        .map(n -> n + " of " + rows + (unknown.isEmpty() ? "" : ", more unknown"))
        .orElse("unknown");
  }

  /** Return sentences for people, one for all tasks of which the same is known. */
  public static List<String> marks(Map<String, Seen> byTask) {
    Map<String, String> texts = new LinkedHashMap<>();
    byTask.forEach(
        (task, seen) ->
            texts.put(
                task,
                seen.text()
                    + (seen.unknown().isEmpty()
                        ? ""
                        : " (" + String.join("; ", seen.unknown()) + ")")));
    return joined(texts);
  }

  /** Return the same of tasks that two evaluations have. */
  public static List<String> marks(Map<String, Seen> before, Map<String, Seen> after) {
    Map<String, String> texts = new LinkedHashMap<>();
    before.forEach(
        (task, seen) ->
            Optional.ofNullable(after.get(task))
                .ifPresent(
                    now -> texts.put(task, seen.text() + " before; " + now.text() + " after")));
    return joined(texts);
  }

  private static List<String> joined(Map<String, String> texts) {
    Map<String, List<String>> tasks = new LinkedHashMap<>();
    texts.forEach((task, text) -> tasks.computeIfAbsent(text, _ -> new ArrayList<>()).add(task));
    return tasks.entrySet().stream()
        .map(e -> "contaminated rows of " + String.join(", ", e.getValue()) + ": " + e.getKey())
        .toList();
  }
}
