package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.JsonLines;
import dev.ballast.json.Utf8Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What an evaluation left behind, by lm-eval's schema: the newest {@code results_<date>.json} of a
 * folder with its {@code samples_<task>_<date>.jsonl}, written by Ballast or by lm-eval.
 */
public record EvalFolder(Path folder, String model, Map<String, Task> tasks) {
  /**
   * A task as it was measured.
   *
   * @param higherIsBetter by metric
   */
  public record Task(String version, Map<String, Boolean> higherIsBetter, List<Row> rows) {}

  /** A row under one filter. */
  public record Row(
      long docId, String docHash, String promptHash, String filter, Map<String, Double> values) {}

  /**
   * Read a folder.
   *
   * @throws BadInput naming the file that is missing or is not as wanted
   */
  public static EvalFolder read(Path folder) {
    Path results = newest(folder);
    String name = results.getFileName().toString();
    String date = name.substring("results_".length(), name.length() - ".json".length());
    JsonNode tree = tree(results);
    Map<String, Task> tasks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : tree.path("versions").properties()) {
      String task = entry.getKey();
      Map<String, Boolean> better = new LinkedHashMap<>();
      tree.path("higher_is_better")
          .path(task)
          .properties()
          .forEach(metric -> better.put(metric.getKey(), metric.getValue().asBoolean(true)));
      Path samples = folder.resolve("samples_" + task + "_" + date + ".jsonl");
      if (!Files.isRegularFile(samples)) {
        throw BadInput.of("the samples of a task are not there")
            .file(samples)
            .fix("lm-eval writes them with --log_samples");
      }
      List<Row> rows = JsonLines.read(samples, EvalFolder::row);
      tasks.put(task, new Task(entry.getValue().asString(), better, rows));
    }
    if (tasks.isEmpty()) {
      throw BadInput.of("results without tasks").file(results).key("versions");
    }
    return new EvalFolder(folder, tree.path("model_name").asString(""), tasks);
  }

  private static Path newest(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadInput.of("no such folder").file(folder).fix("name a folder that `eval` wrote");
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> newest =
          files
              .filter(f -> f.getFileName().toString().matches("results_.+\\.json"))
              .max(Comparator.comparing(f -> f.getFileName().toString()));
      return newest.orElseThrow(
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
      throw e.file(file);
    }
  }

  private static Row row(JsonNode line) {
    JsonNode id = line.path("doc_id");
    JsonNode metrics = line.path("metrics");
    if (!id.isIntegralNumber() || !metrics.isArray()) {
      throw BadInput.of("not a sample of lm-eval's: it has doc_id and metrics")
          .key(id.isIntegralNumber() ? "metrics" : "doc_id");
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (JsonNode metric : metrics) {
      JsonNode value = line.path(metric.asString(""));
      if (value.isNumber()) {
        values.put(metric.asString(), value.doubleValue());
      }
    }
    return new Row(
        id.longValue(),
        line.path("doc_hash").asString(""),
        line.path("prompt_hash").asString(""),
        line.path("filter").asString("none"),
        values);
  }
}
