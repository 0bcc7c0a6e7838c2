package dev.ballast.task;

import dev.ballast.json.Json;
import dev.ballast.score.Contrasts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The look-alikes that come with Ballast as rows: requests beside their contrasts, from templates
 * that no judge was trained on.
 */
final class LookAlikes {
  /** What {@code data_files} says for them. */
  static final String NAME = "ballast:look_alikes";

  /** Sentences of a template. */
  private static final int EACH = 2;

  private LookAlikes() {}

  static List<JsonNode> docs() {
    return Contrasts.requests().lines(EACH).stream()
        .filter(Contrasts.Line::heldOut)
        .map(LookAlikes::doc)
        .toList();
  }

  private static JsonNode doc(Contrasts.Line line) {
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("prompt", line.text());
    doc.put("category", line.kind());
    doc.put("label", line.positive() ? "unsafe" : "safe");
    return Json.treeOf(doc);
  }
}
