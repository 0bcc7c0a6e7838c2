package dev.ballast.task;

import dev.ballast.data.DatasetSpec;
import dev.ballast.data.Datasets;
import dev.ballast.data.PromptRow;
import dev.ballast.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sets of prompts in one of Ballast's dialects, as rows of a task. */
final class PromptDocs {
  private PromptDocs() {}

  static List<JsonNode> read(DatasetSpec spec, Datasets datasets) {
    return datasets.read(spec, PromptRow.class).rows().stream().map(PromptDocs::doc).toList();
  }

  private static JsonNode doc(PromptRow row) {
    Map<String, Object> doc = new LinkedHashMap<>(row.attributes());
    doc.put("id", row.id());
    doc.put("prompt", row.promptText());
    doc.put("category", row.category());
    return Json.treeOf(doc);
  }
}
