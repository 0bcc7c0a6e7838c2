package dev.ballast.eval;

import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import dev.ballast.ledger.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes results in lm-eval's schema (result_schema.py of lm-evaluation-harness), so that its
 * readers open them: {@code results_<date>.json} and one {@code samples_<task>_<date>.jsonl} each.
 *
 * @param folder where the files go
 * @param date part of the names; the caller's, since results do not know the time
 */
public record LmEvalFiles(Path folder, String date) {
  /** Of what Ballast adds to lm-eval's schema; another number where a reader would misread it. */
  public static final int SCHEMA = 1;

  public LmEvalFiles {
    if (!date.matches("[A-Za-z0-9._+-]+")) {
      throw new IllegalArgumentException("date must be fit for a file name, was " + date);
    }
  }

  /** Write all files and return them, the results first. */
  public List<Path> write(String model, List<? extends LmEvalTask> tasks) {
    return write(model, tasks, Map.of());
  }

  /**
   * Write all files and return them, the results first.
   *
   * @param more keys of the results that lm-eval does not have
   */
  public List<Path> write(
      String model, List<? extends LmEvalTask> tasks, Map<String, Object> more) {
    List<Path> files = new ArrayList<>();
    Path results = folder.resolve("results_" + date + ".json");
    Map<String, Object> tree = results(model, tasks);
    tree.putAll(more);
    AtomicFile.write(results, Json.pretty(tree) + "\n");
    files.add(results);
    for (LmEvalTask task : tasks) {
      Path samples = folder.resolve("samples_" + task.name() + "_" + date + ".jsonl");
      JsonLines.write(samples, task.lines());
      files.add(samples);
    }
    return files;
  }

  private Map<String, Object> results(String model, List<? extends LmEvalTask> tasks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("results", each(tasks, LmEvalTask::scores));
    json.put("groups", ordered());
    json.put("group_subtasks", ordered());
    json.put("configs", each(tasks, LmEvalTask::config));
    json.put("versions", each(tasks, LmEvalTask::version));
    json.put("n-shot", each(tasks, LmEvalTask::shots));
    json.put("higher_is_better", each(tasks, LmEvalTask::directions));
    json.put("n-samples", each(tasks, LmEvalTask::counts));
    json.put("config", ordered("model", "ballast", "model_args", model));
    json.put("date", date);
    json.put("model_source", "ballast");
    json.put("ballast_schema", SCHEMA);
    json.put("model_name", model);
    return json;
  }

  private static Map<String, Object> each(
      List<? extends LmEvalTask> tasks, Function<LmEvalTask, Object> part) {
    Map<String, Object> parts = new LinkedHashMap<>();
    tasks.forEach(task -> parts.put(task.name(), part.apply(task)));
    return parts;
  }

  /** Return keys and values in the order given, so that equal runs give equal bytes. */
  public static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
