package dev.ballast.data;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Cuts a file into records. */
enum Container {
  /** One JSON object a line. */
  JSONL {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      return lines(file, line -> Json.tree(line), columns);
    }
  },
  /** One JSON list of objects, or of prompts. */
  JSON {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      JsonNode tree = tree(file);
      if (!tree.isArray()) {
        throw BadInput.of("the document must be a list of rows").file(file.path());
      }
      List<Fields> records = new ArrayList<>();
      for (JsonNode element : tree) {
        JsonNode record =
            element.isString() ? node(Map.of("prompt", element.stringValue())) : element;
        records.add(new Fields(file, records.size() + 1L, record, columns));
      }
      return records;
    }
  },
  /** A JSON tree whose leaves are lists of prompts and whose keys are categories. */
  CATEGORIES {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      List<Fields> records = new ArrayList<>();
      leaves(new Fields(file, 1, tree(file), columns), "", records);
      return records;
    }
  },
  /** Comma-separated, the first line names the columns. */
  CSV {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      return table(file, TextFile.name(file.path()).endsWith(".tsv") ? '\t' : ',', columns);
    }
  },
  /** Comma-separated without a line of names: columns 1, 2, 3 … */
  BARE_CSV {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      List<Fields> records = new ArrayList<>();
      for (Csv.Line line : Csv.parse(TextFile.read(file.path()), ',', file.path())) {
        records.add(new Fields(file, line.row(), node(numbered(line.cells())), columns));
      }
      return records;
    }
  },
  /** A table of columns. */
  PARQUET {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      List<Fields> records = new ArrayList<>();
      for (JsonNode row : ParquetFile.rows(file.path())) {
        records.add(new Fields(file, records.size() + 1L, row, columns));
      }
      return records;
    }
  },
  /** One prompt a line. */
  LINES {
    @Override
    List<Fields> records(SourceFile file, Map<String, String> columns) {
      return lines(file, line -> node(Map.of("prompt", line.strip())), columns);
    }
  };

  abstract List<Fields> records(SourceFile file, Map<String, String> columns);

  /** Return the container that the suffix stands for. */
  static Container bySuffix(SourceFile file) {
    String name = TextFile.name(file.path());
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl" -> JSONL;
      case "json" -> JSON;
      case "csv", "tsv" -> CSV;
      case "txt" -> LINES;
      case "parquet" -> PARQUET;
      case String suffix ->
          throw BadInput.of("files of this kind are not read")
              .file(file.path())
              .value(suffix)
              .fix("use .jsonl, .json, .csv, .tsv or .txt, with or without .gz, or .parquet");
    };
  }

  private static List<Fields> lines(
      SourceFile file, Function<String, JsonNode> parse, Map<String, String> columns) {
    List<Fields> records = new ArrayList<>();
    long row = 0;
    for (String line : TextFile.read(file.path()).split("\r?\n", -1)) {
      row++;
      if (!line.isBlank()) {
        records.add(new Fields(file, row, parsed(parse, line, file, row), columns));
      }
    }
    return records;
  }

  private static JsonNode parsed(
      Function<String, JsonNode> parse, String line, SourceFile file, long row) {
    try {
      return parse.apply(line);
    } catch (BadInput e) {
      throw e.file(file.path()).row(row);
    }
  }

  private static JsonNode tree(SourceFile file) {
    try {
      return Json.tree(TextFile.read(file.path()));
    } catch (BadInput e) {
      throw e.file(file.path());
    }
  }

  private static void leaves(Fields at, String path, List<Fields> out) {
    if (at.node().isArray()) {
      for (JsonNode prompt : at.node()) {
        JsonNode record = node(Map.of("prompt", prompt.asString(), "category", path));
        out.add(new Fields(at.file(), out.size() + 1L, record, at.columns()));
      }
      return;
    }
    for (Map.Entry<String, JsonNode> entry : at.node().properties()) {
      String name = entry.getKey().replaceAll(":$", "").strip();
      Fields child = new Fields(at.file(), at.row(), entry.getValue(), at.columns());
      leaves(child, path.isEmpty() ? name : path + "/" + name, out);
    }
  }

  private static List<Fields> table(SourceFile file, char separator, Map<String, String> columns) {
    List<Csv.Line> lines = Csv.parse(TextFile.read(file.path()), separator, file.path());
    if (lines.isEmpty()) {
      throw BadInput.of("the file is empty").file(file.path()).fix("its first line names columns");
    }
    List<String> names = lines.getFirst().cells();
    List<Fields> records = new ArrayList<>();
    for (Csv.Line line : lines.subList(1, lines.size())) {
      if (line.cells().size() != names.size()) {
        throw BadInput.of(line.cells().size() + " cells under " + names.size() + " columns")
            .file(file.path())
            .row(line.row())
            .fix("quote cells that hold a separator");
      }
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        cells.put(names.get(i), line.cells().get(i));
      }
      records.add(new Fields(file, line.row(), node(cells), columns));
    }
    return records;
  }

  private static Map<String, String> numbered(List<String> cells) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String cell : cells) {
      named.put(String.valueOf(named.size() + 1), cell);
    }
    return named;
  }

  private static JsonNode node(Map<String, String> cells) {
    return Json.treeOf(cells);
  }
}
