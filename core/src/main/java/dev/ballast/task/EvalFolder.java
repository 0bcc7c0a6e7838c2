package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.stats.Interval;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation left behind, by lm-eval's schema: the newest {@code results_<date>.json} of a
 * folder with its {@code samples_<task>_<date>.jsonl}, written by Ballast or by lm-eval.
 *
 * @param results the file of results
 * @param writer {@code ballast} or {@code lm-eval 0.4.13}
 * @param model as the results name it
 * @param doubts what in the files is not of the schema that is known
 */
public record EvalFolder(
    Path results, String writer, String model, Map<String, Task> tasks, List<String> doubts) {
  /**
   * A task as it was measured.
   *
   * @param higherIsBetter by metric
   * @param scores {@code metric,filter} → value, as far as they are numbers
   * @param corrected the same of rates with the judge's error taken out
   * @param asked key → what decides the text that the model was asked, as far as it is told
   * @param seen what the model's training has seen of the rows
   */
  public record Task(
      String version,
      Map<String, Boolean> higherIsBetter,
      Map<String, Double> scores,
      Map<String, Interval> corrected,
      Map<String, String> asked,
      List<Row> rows,
      Seen seen) {
    /** Return the id of the judge that graded the rows; empty where rows have targets. */
    Optional<String> judge() {
      return Optional.ofNullable(asked.get(EvalReader.JUDGE));
    }
  }

  /**
   * A row under one filter.
   *
   * @param doc hash of the row's contents
   * @param prompt hash of what was asked
   * @param values metric → number; one that is no number is left out
   * @param unscored no judge could grade it
   */
  public record Row(
      long docId,
      String doc,
      String prompt,
      String filter,
      Map<String, Double> values,
      boolean unscored) {}

  /**
   * Read a folder, or its {@code results_<date>.json}.
   *
   * @throws BadInput naming the file that is missing or is not as wanted
   */
  public static EvalFolder read(Path folder) {
    return EvalReader.read(folder);
  }

  /** Return, by task, the id of the judge that graded it; tasks without one are left out. */
  public Map<String, String> judges() {
    Map<String, String> judges = new LinkedHashMap<>();
    tasks.forEach((name, task) -> task.judge().ifPresent(judge -> judges.put(name, judge)));
    return judges;
  }

  /** Return, by task, what the model's training has seen. */
  public Map<String, Seen> seen() {
    Map<String, Seen> seen = new LinkedHashMap<>();
    tasks.forEach((name, task) -> seen.put(name, task.seen()));
    return seen;
  }
}
