package dev.ballast.task;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.Records;
import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Finds and reads the rows of a task. */
final class Docs {
  /** What {@code process_docs} may name: what makes a row of a record. */
  static final Map<String, UnaryOperator<JsonNode>> BUILTINS =
      Map.of(Wikitext.NAME, Wikitext::process, Hellaswag.NAME, Hellaswag::process);

  private static final Set<String> LOADERS = Set.of("json", "csv", "text", "parquet");

  private Docs() {}

  /**
   * Read a split.
   *
   * @throws BadInput naming the task's key, or file and row
   */
  static List<JsonNode> read(TaskConfig config, String split, Datasets datasets) {
    List<JsonNode> docs = Chosen.of(config, docs(config, split, datasets));
    if (docs.isEmpty()) {
      throw BadInput.of("the data set has no rows")
          .file(file(config, split))
          .fix("give it at least one");
    }
    return docs;
  }

  private static List<JsonNode> docs(TaskConfig config, String split, Datasets datasets) {
    String path = file(config, split);
    if (path.equals(LookAlikes.NAME)) {
      return LookAlikes.docs();
    }
    String format = config.datasetKwargs().format();
    if (!format.isEmpty()) {
      return PromptDocs.read(DatasetSpec.of(path, format), datasets);
    }
    List<JsonNode> docs = new ArrayList<>();
    for (Path file : files(config, split, datasets)) {
      docs.addAll(processed(config, file));
    }
    return docs;
  }

  private static List<Path> files(TaskConfig config, String split, Datasets datasets) {
    String path = file(config, split);
    boolean whole = config.datasetKwargs().dataFiles().isEmpty();
    return whole
        ? datasets.split(path, config.datasetName(), split)
        : List.of(datasets.fileOf(config.datasetPath(), path));
  }

  /** Return the file of the rows that are asked, below data_root. */
  static String file(TaskConfig config) {
    return file(config, config.evalSplit());
  }

  /** Tell whether the rows that are asked are at hand. */
  static boolean present(TaskConfig config, Datasets datasets) {
    String path = file(config);
    return path.equals(LookAlikes.NAME) || Files.isRegularFile(datasets.file(path));
  }

  private static List<JsonNode> processed(TaskConfig config, Path file) {
    boolean pages =
        config.processDocs().equals(Wikitext.NAME) && file.toString().matches(".*\\.txt(\\.gz)?");
    List<JsonNode> records =
        pages
            ? Wikitext.pages(Records.text(file))
            : Records.read(file, config.datasetKwargs().columnNames());
    UnaryOperator<JsonNode> builtin =
        BUILTINS.getOrDefault(config.processDocs(), UnaryOperator.identity());
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode record : records) {
      try {
        rows.add(builtin.apply(record));
      } catch (BadInput e) {
        throw e.file(file).row(rows.size() + 1L);
      }
    }
    return rows;
  }

  private static String file(TaskConfig config, String split) {
    Optional<JsonNode> named = config.datasetKwargs().dataFiles();
    if (named.isEmpty()) {
      if (LOADERS.contains(config.datasetPath())) {
        throw bad(config, "dataset_kwargs.data_files", "the file is not named");
      }
      return config.datasetPath();
    }
    JsonNode files = named.get();
    JsonNode file = files.isObject() ? files.path(split) : files;
    if (!file.isString()) {
      throw bad(config, "dataset_kwargs.data_files", "no file is named for the split " + split);
    }
    return file.stringValue();
  }

  private static BadInput bad(TaskConfig config, String key, String what) {
    return BadInput.of(what)
        .key(key)
        .value(config.task())
        .fix("name a file below data_root, or split: file");
  }
}
