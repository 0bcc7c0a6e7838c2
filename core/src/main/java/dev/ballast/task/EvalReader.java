package dev.ballast.task;

import dev.ballast.eval.LmEvalFiles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import dev.ballast.json.Utf8Text;
import dev.ballast.ledger.Hashes;
import dev.ballast.stats.Interval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads result files in lm-eval's schema, and says where they are of another one. */
final class EvalReader {
  private static final String NAME = "results_(.+)\\.json";
  private static final String SCHEMA = "0.4.";
  private static final String CUT =
      "copy the file again if it was cut off, or measure again; NaN is no JSON and no figure";

  /** The key of a task's configuration that says who graded it. */
  static final String JUDGE = "judge";

  /** Keys of a task's configuration that decide what a model is asked, and who grades it. */
  private static final List<String> ASKED =
      List.of(
          "output_type",
          "description",
          "doc_to_text",
          "doc_to_target",
          "doc_to_choice",
          "fewshot_delimiter",
          "target_delimiter",
          "gen_prefix",
          JUDGE,
          "judge_weights");

  /** The same of the whole evaluation. */
  private static final List<String> ASKED_OF_ALL =
      List.of("chat_template_sha", "system_instruction_sha", "fewshot_as_multiturn");

  private final Path results;
  private final JsonNode tree;
  private final List<String> doubts = new ArrayList<>();

  private EvalReader(Path results) {
    this.results = results;
    this.tree = tree(results);
  }

  static EvalFolder read(Path place) {
    return new EvalReader(Files.isRegularFile(place) ? named(place) : newest(place)).read();
  }

  private EvalFolder read() {
    String writer = writer();
    Map<String, EvalFolder.Task> tasks = new LinkedHashMap<>();
    for (String task : tree.path("versions").propertyNames()) {
      if (!task.matches(TaskConfig.NAME)) {
        throw BadInput.of("not the name of a task").file(results).key("versions").value(task);
      }
      if (!group(task)) {
        tasks.put(task, task(task));
      }
    }
    if (tasks.isEmpty()) {
      throw BadInput.of("not results of lm-eval's schema: no tasks")
          .file(results)
          .key("versions")
          .fix("name what `eval` or lm-eval 0.4 wrote");
    }
    String model = tree.path("model_name").asString("");
    return new EvalFolder(results, writer, model, tasks, List.copyOf(doubts));
  }

  private String writer() {
    if (tree.path("model_source").asString("").equals("ballast")) {
      // Results of before it was told have no number.
      JsonNode schema = tree.path("ballast_schema");
      if (!schema.isMissingNode() && schema.asInt(0) != LmEvalFiles.SCHEMA) {
        doubts.add(
            results
                + " has the results' schema "
                + schema
                + ", and "
                + LmEvalFiles.SCHEMA
                + " is known");
      }
      return "ballast";
    }
    String version = tree.path("lm_eval_version").asString("");
    if (!version.isEmpty() && !version.startsWith(SCHEMA)) {
      doubts.add(results + " was written by lm-eval " + version + ", whose schema is not known");
    }
    return "lm-eval " + (version.isEmpty() ? "of no version" : version);
  }

  /** Tell whether a name is a group's: its figures are folded from tasks that have samples. */
  private boolean group(String name) {
    return !tree.path("group_subtasks").path(name).isEmpty();
  }

  private EvalFolder.Task task(String task) {
    Map<String, Boolean> better = new LinkedHashMap<>();
    tree.path("higher_is_better")
        .path(task)
        .properties()
        .forEach(metric -> better.put(metric.getKey(), metric.getValue().asBoolean(true)));
    Map<String, Double> scores = new LinkedHashMap<>();
    tree.path("results").path(task).properties().stream()
        .filter(score -> score.getKey().contains(","))
        .filter(score -> !score.getKey().matches(".*_(stderr|corrected),.*"))
        .forEach(
            score ->
                Json.finite(score.getValue())
                    .ifPresent(value -> scores.put(score.getKey(), value)));
    if (scores.isEmpty() && !ungraded(task)) {
      throw BadInput.of("results of an older schema: no metric,filter of this task")
          .file(results)
          .key("results." + task)
          .fix("measure it again with lm-eval 0.4 or ballast eval");
    }
    String told = tree.path("versions").path(task).asString("");
    // What lm-eval writes for a task that tells none.
    String version = told.equals("Yaml") ? "0" : told;
    List<EvalFolder.Row> rows = rows(task, scores);
    whole(task, rows);
    return new EvalFolder.Task(
        version, better, scores, corrected(task), asked(task), rows, seen(task, rows));
  }

  /** Read the rates that {@link Corrected} gives, with their intervals. */
  private Map<String, Interval> corrected(String task) {
    JsonNode told = tree.path("results").path(task);
    int n = told.path("sample_len").asInt(0);
    Map<String, Interval> corrected = new LinkedHashMap<>();
    told.properties()
        .forEach(
            score -> {
              JsonNode ends =
                  told.path(score.getKey().replace("_corrected,", "_corrected_interval,"));
              if (score.getKey().contains("_corrected,") && ends.size() == 2) {
                corrected.put(
                    score.getKey().replace("_corrected,", ","),
                    new Interval(
                        score.getValue().doubleValue(),
                        ends.path(0).doubleValue(),
                        ends.path(1).doubleValue(),
                        n));
              }
            });
    return corrected;
  }

  /** See that no samples were cut off behind a whole line. */
  private void whole(String task, List<EvalFolder.Row> rows) {
    int told = tree.path("n-samples").path(task).path("effective").asInt(0);
    long there = rows.stream().mapToLong(EvalFolder.Row::docId).distinct().count();
    if (there < told) {
      throw BadInput.of("the samples of a task are cut off: " + there + " of " + told + " rows")
          .file(samples(task))
          .fix("copy the whole file again, or measure again");
    }
  }

  private Path samples(String task) {
    String date = results.getFileName().toString().replaceAll(NAME, "$1");
    return results.resolveSibling("samples_" + task + "_" + date + ".jsonl");
  }

  /** Tell whether a judge could grade no row of a task, which then has no figure. */
  private boolean ungraded(String task) {
    JsonNode counts = tree.path("n-samples").path(task);
    int unscored = counts.path("unscored").asInt(0);
    return unscored > 0 && unscored == counts.path("effective").asInt(0);
  }

  private Seen seen(String task, List<EvalFolder.Row> rows) {
    JsonNode told = tree.path(Seen.KEY).path(task);
    return told.isMissingNode()
        ? Seen.unknown(
            (int) rows.stream().mapToLong(EvalFolder.Row::docId).distinct().count(),
            List.of("the results do not tell"))
        : Json.decode(told, Seen.class);
  }

  private Map<String, String> asked(String task) {
    Map<String, String> asked = new LinkedHashMap<>();
    JsonNode config = tree.path("configs").path(task);
    ASKED.forEach(key -> put(asked, key, config.path(key)));
    ASKED_OF_ALL.forEach(key -> put(asked, key, tree.path(key)));
    put(asked, "n-shot", tree.path("n-shot").path(task));
    return asked;
  }

  private static void put(Map<String, String> asked, String key, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      asked.put(key, value.isValueNode() ? value.asString() : Json.encode(value));
    }
  }

  private List<EvalFolder.Row> rows(String task, Map<String, Double> scores) {
    Path samples = samples(task);
    if (!Files.isRegularFile(samples)) {
      throw BadInput.of("the samples of a task are not there")
          .file(samples)
          .fix("lm-eval writes them with --log_samples");
    }
    List<String> measured =
        scores.keySet().stream().map(key -> key.substring(0, key.indexOf(','))).distinct().toList();
    Map<List<Object>, Integer> seen = new HashMap<>();
    List<Boolean> told = new ArrayList<>();
    List<EvalFolder.Row> rows =
        JsonLines.read(
            samples,
            line -> {
              told.add(line.has("filter") && line.has("metrics"));
              EvalFolder.Row row = row(line, measured);
              Integer before =
                  seen.putIfAbsent(List.of(row.docId(), row.filter()), seen.size() + 1);
              if (before != null) {
                throw BadInput.of("two samples have one doc_id under one filter")
                    .key("doc_id")
                    .value(row.docId() + " (" + row.filter() + "), as sample " + before)
                    .fix("take one away: which of them counts is not for Ballast to say");
              }
              return row;
            });
    if (told.contains(false)) {
      doubts.add(samples + " is of an older schema: samples without filter or metrics");
    }
    return rows;
  }

  private static EvalFolder.Row row(JsonNode line, List<String> measured) {
    JsonNode id = line.path("doc_id");
    JsonNode metrics = line.path("metrics");
    if (!id.isIntegralNumber() || !id.canConvertToLong()) {
      throw BadInput.of("not a sample of lm-eval's: it has doc_id and metrics").key("doc_id");
    }
    List<String> names =
        metrics.isArray() ? metrics.valueStream().map(m -> m.asString("")).toList() : measured;
    Map<String, Double> values = new LinkedHashMap<>();
    for (String metric : names) {
      JsonNode value = line.path(metric);
      if (value.isBoolean()) {
        values.put(metric, value.booleanValue() ? 1.0 : 0.0);
      }
      Json.finite(value).ifPresent(number -> values.put(metric, number));
    }
    return new EvalFolder.Row(
        id.longValue(),
        line.has("doc") ? Hashes.of(Json.encode(sorted(line.path("doc")))) : "",
        line.path("prompt_hash").asString(""),
        line.path("filter").asString(MetricName.UNFILTERED),
        values,
        !line.path("unscored").asString("").isEmpty());
  }

  /** Return a tree whose keys are in order: writers differ in it, and in how they hash a row. */
  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> sorted = new TreeMap<>();
      node.properties().forEach(entry -> sorted.put(entry.getKey(), sorted(entry.getValue())));
      return sorted;
    }
    return node.isArray() ? node.valueStream().map(EvalReader::sorted).toList() : node;
  }

  private static Path named(Path file) {
    if (!file.getFileName().toString().matches(NAME)) {
      throw BadInput.of("not a file of results")
          .file(file)
          .fix("name a folder, or its results_<date>.json");
    }
    return file;
  }

  private static Path newest(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadInput.of("no such folder").file(folder).fix("name a folder that `eval` wrote");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches(NAME))
          .max(Comparator.comparing(f -> f.getFileName().toString()))
          .orElseThrow(
              () ->
                  BadInput.of("no results_*.json in this folder")
                      .file(folder)
                      .fix("name a folder that `eval` or lm-eval wrote"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static JsonNode tree(Path file) {
    try {
      return Json.tree(Utf8Text.read(file));
    } catch (BadInput e) {
      throw e.file(file).fix(CUT);
    }
  }
}
