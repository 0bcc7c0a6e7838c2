package dev.ballast.data;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the records of a file as they are, for whoever brings names and meanings along. */
public final class Records {
  private Records() {}

  /**
   * Read a file of records: .jsonl, .json, .csv, .tsv, .parquet or .txt (a line is {@code
   * {"prompt": …}}).
   *
   * @param columnNames names of a csv's columns, whose first line is a record then; empty = the
   *     first line names them
   * @throws BadInput naming file and row
   */
  public static List<JsonNode> read(Path file, List<String> columnNames) {
    SourceFile source = new SourceFile(file, file.toString());
    if (columnNames.isEmpty()) {
      return nodes(Container.bySuffix(source).records(source, Map.of()));
    }
    List<JsonNode> records = new ArrayList<>();
    for (Fields fields : Container.BARE_CSV.records(source, Map.of())) {
      records.add(named(fields, columnNames));
    }
    return records;
  }

  /** Read a whole text file. */
  public static String text(Path file) {
    return TextFile.read(file);
  }

  private static List<JsonNode> nodes(List<Fields> records) {
    return records.stream().map(Fields::node).toList();
  }

  private static JsonNode named(Fields fields, List<String> names) {
    if (fields.node().size() != names.size()) {
      throw BadInput.of(fields.node().size() + " cells under " + names.size() + " columns")
          .file(fields.file().path())
          .row(fields.row())
          .key("column_names")
          .fix("name as many columns as the file has");
    }
    Map<String, JsonNode> cells = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      cells.put(names.get(i), fields.node().path(String.valueOf(i + 1)));
    }
    return Json.treeOf(cells);
  }
}
