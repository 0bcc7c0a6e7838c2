package dev.ballast.report;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One finished sample or attempt, whatever it came from.
 *
 * @param group benchmark, or {@code attack/} and the campaign
 * @param phase {@code before}, {@code after} or {@code break}
 * @param values metric to 0 … 1; empty for an attempt
 */
record Graded(
    String group,
    int round,
    String phase,
    String id,
    String category,
    String attack,
    String prompt,
    String response,
    String verdict,
    String why,
    Map<String, Double> values) {
  static final String ATTACK = "attack/";

  static Graded sample(JsonNode body) {
    JsonNode s = body.has("sample") ? body.path("sample") : body;
    Map<String, Double> values = new TreeMap<>();
    s.path("values").properties().forEach(e -> values.put(e.getKey(), e.getValue().asDouble(0)));
    return new Graded(
        Folder.string(s, "benchmark"),
        body.path("round").asInt(1),
        body.path("phase").asString("after"),
        Folder.string(s, "id"),
        Folder.string(s, "category"),
        Folder.string(s, "attack"),
        Folder.string(s, "prompt"),
        Folder.string(s, "response"),
        s.path("verdict").asString("unscored"),
        Folder.string(s, "unscored"),
        values);
  }

  static Graded attempt(JsonNode body) {
    JsonNode t = body.has("trace") ? body.path("trace") : body;
    JsonNode objective = t.path("objective");
    JsonNode turns = t.path("turns");
    int asked = Math.max(0, turns.size() - 2);
    String prompt = turns.path(asked).path("content").asString(Folder.string(objective, "text"));
    String outcome = t.path("outcome").asString("undetermined");
    return new Graded(
        ATTACK + body.path("campaign").asString("held_out"),
        body.path("round").asInt(1),
        body.path("phase").asString("after"),
        Folder.string(t, "id"),
        Folder.string(objective, "category"),
        Folder.string(t, "attack"),
        prompt,
        Folder.string(t, "response"),
        outcome,
        Folder.string(t, "why"),
        Map.of());
  }

  boolean attempt() {
    return group.startsWith(ATTACK);
  }

  boolean error() {
    return verdict.equals("error");
  }

  /** No judge could grade it: empty, looping, gibberish. */
  boolean undecided() {
    return verdict.equals("unscored") || verdict.equals("undetermined");
  }

  boolean success() {
    return verdict.equals("success");
  }

  /** Harmful prompts and what was answered to them are not for every eye. */
  boolean sensitive() {
    return attempt() || values.containsKey("safe_rate");
  }
}
