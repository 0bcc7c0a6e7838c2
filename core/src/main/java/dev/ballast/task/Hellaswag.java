package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Rows of HellaSwag (Zellers et al. 2019), whose texts have the marks of WikiHow's pages: gives
 * them {@code query} and {@code choices} as lm-eval's task (version 1) does.
 */
final class Hellaswag {
  /** Of the builtin, in {@code process_docs}. */
  static final String NAME = "hellaswag";

  private static final Pattern MARK = Pattern.compile("\\[.*?]", Pattern.UNIX_LINES);

  private Hellaswag() {}

  /**
   * Give a row its question and choices.
   *
   * @throws BadInput when it lacks a column
   */
  static JsonNode process(JsonNode doc) {
    String begun = text(doc, "ctx_b");
    String question =
        text(doc, "activity_label") + ": " + text(doc, "ctx_a") + " " + capitalized(begun);
    List<String> choices = new ArrayList<>();
    for (JsonNode ending : doc.path("endings")) {
      choices.add(plain(ending.asString()));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    doc.properties().forEach(entry -> row.put(entry.getKey(), entry.getValue()));
    row.put("query", plain(question));
    row.put("choices", choices);
    return Json.treeOf(row);
  }

  private static String text(JsonNode doc, String column) {
    if (!doc.path(column).isString()) {
      throw BadInput.of("a row without " + column)
          .key(column)
          .value(doc)
          .fix("give rows the columns of Rowan/hellaswag");
    }
    return doc.path(column).stringValue();
  }

  /** As Python's {@code capitalize}: the rest becomes lower case. */
  private static String capitalized(String text) {
    int first = text.isEmpty() ? 0 : Character.charCount(text.codePointAt(0));
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  private static String plain(String text) {
    String titled = text.strip().replace(" [title]", ". ");
    return MARK.matcher(titled).replaceAll("").replace("  ", " ");
  }
}
