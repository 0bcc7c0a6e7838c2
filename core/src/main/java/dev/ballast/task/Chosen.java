package dev.ballast.task;

import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Keeps the rows that a task is about. */
final class Chosen {
  private static final String KEY = "where";

  private Chosen() {}

  /**
   * Return the rows where the template prints {@code True}; all where there is none.
   *
   * @throws BadInput naming the row where it prints neither {@code True} nor {@code False}
   */
  static List<JsonNode> of(TaskConfig config, List<JsonNode> docs) {
    if (config.where().isEmpty()) {
      return docs;
    }
    Field where = Field.of(KEY, config.where());
    List<JsonNode> chosen = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      String printed = where.text(docs.get(i));
      if (printed.equals("True")) {
        chosen.add(docs.get(i));
      } else if (!printed.equals("False")) {
        throw BadInput.of("a condition must print True or False")
            .key(KEY)
            .row(i + 1L)
            .value(printed)
            .fix("write one, e.g. {{ label == 'safe' }}");
      }
    }
    return chosen;
  }
}
