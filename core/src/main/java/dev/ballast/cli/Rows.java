package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.json.Utf8Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Reads JSONL rows and keeps where each stood, so that a later error can name it. */
final class Rows {
  private Rows() {}

  static List<JsonNode> read(Path file) {
    List<JsonNode> rows = JsonLines.read(file, node -> node);
    if (rows.isEmpty()) {
      throw BadInput.of("no rows").file(file).fix("one JSON object a line");
    }
    return rows;
  }

  /** Return the line (from 1) of each row: blank lines are no rows. */
  static List<Integer> numbers(Path file) {
    List<String> lines = Utf8Text.read(file).lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> !lines.get(i).isBlank())
        .mapToObj(i -> i + 1)
        .toList();
  }

  /** Apply a function to each row; what it refuses is told with file and row. */
  static <T> List<T> each(Path file, List<JsonNode> rows, Function<JsonNode, T> function) {
    List<T> results = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        results.add(function.apply(rows.get(i)));
      } catch (BadInput e) {
        throw e.file(file).row(numbers(file).get(i));
      }
    }
    return results;
  }
}
