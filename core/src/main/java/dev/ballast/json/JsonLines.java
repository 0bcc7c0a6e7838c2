package dev.ballast.json;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads and writes JSONL; errors name file and row. */
public final class JsonLines {
  private JsonLines() {}

  /**
   * Read each non-empty line through a decoder.
   *
   * @throws BadInput naming file and row (from 1) of the first line that the decoder refuses
   */
  public static <T> List<T> read(Path file, Function<JsonNode, T> decoder) {
    List<T> rows = new ArrayList<>();
    long row = 0;
    for (String line : Utf8Text.read(file).lines().toList()) {
      row++;
      if (line.isBlank()) {
        continue;
      }
      try {
        rows.add(decoder.apply(Json.tree(line)));
      } catch (BadInput e) {
        throw e.file(file).row(row).orFix("correct that row: one JSON object a line");
      }
    }
    return rows;
  }

  /** Read records. */
  public static <T> List<T> read(Path file, Class<T> type) {
    return read(file, node -> Json.decode(node, type));
  }

  /**
   * Write rows to a temporary name, then rename: a reader never sees half a file. What no file may
   * take the place of, as a pipe, a device or a link, is written to.
   */
  public static void write(Path file, Iterable<?> rows) {
    boolean replaceable = !Files.exists(file) || Files.isRegularFile(file);
    try {
      if (replaceable && !Files.isSymbolicLink(file)) {
        replace(file.toAbsolutePath(), rows);
      } else {
        fill(file, rows);
      }
    } catch (IOException e) {
      throw OutsideMissing.cannotWrite(file, e, "check free space and rights, then start again");
    }
  }

  private static void replace(Path file, Iterable<?> rows) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.createDirectories(file.getParent());
      fill(part, rows);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(part);
      throw e;
    }
  }

  private static void fill(Path file, Iterable<?> rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Object row : rows) {
        out.write(Json.encode(row));
        out.newLine();
      }
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The first error is the one to tell; a stray temporary file is overwritten next time.
    }
  }
}
