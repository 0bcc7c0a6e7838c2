package dev.ballast.data;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.StructAccessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the rows of a Parquet file, plain or compressed by gzip or snappy: structs and maps as
 * objects, lists as arrays, dates and times as ISO text, bytes as UTF-8.
 */
final class ParquetFile {
  /** Held, so that its level stays: the library tells at INFO how it decompresses. */
  private static final Logger QUIET = Logger.getLogger("dev.hardwood");

  static {
    QUIET.setLevel(Level.WARNING);
  }

  private ParquetFile() {}

  /**
   * Read all rows.
   *
   * @throws BadInput when there is no such file, or it cannot be read
   */
  static List<JsonNode> rows(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.of("no such file").file(file).fix("check path and data_root");
    }
    List<JsonNode> rows = new ArrayList<>();
    try (ParquetFileReader parquet = ParquetFileReader.open(InputFile.of(file));
        RowReader reader = parquet.rowReader()) {
      while (reader.hasNext()) {
        reader.next();
        rows.add(Json.treeOf(fields(reader)));
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      // The library tells damage by exceptions of many kinds.
      throw BadInput.of("not a Parquet file that can be read: " + e.getMessage())
          .file(file)
          .row(rows.size() + 1L)
          .fix("fetch it again; compressed by gzip or snappy, or not at all")
          .because(e);
    }
  }

  private static Map<String, @Nullable Object> fields(StructAccessor struct) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      fields.put(struct.getFieldName(i), struct.isNull(i) ? null : plain(struct.getValue(i)));
    }
    return fields;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Number number -> number;
      case Boolean truth -> truth;
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case StructAccessor struct -> fields(struct);
      case PqList list -> items(list);
      case PqMap map -> entries(map);
      default -> value.toString();
    };
  }

  private static List<@Nullable Object> items(PqList list) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      items.add(list.isNull(i) ? null : plain(list.get(i)));
    }
    return items;
  }

  private static Map<String, @Nullable Object> entries(PqMap map) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (PqMap.Entry entry : map.getEntries()) {
      entries.put(
          String.valueOf(plain(entry.getKey())),
          entry.isValueNull() ? null : plain(entry.getValue()));
    }
    return entries;
  }
}
