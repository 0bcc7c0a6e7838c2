package dev.ballast.ledger;

import dev.ballast.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * One line of {@code events.jsonl}.
 *
 * @param seq from 0, without gaps
 * @param time ISO-8601 in UTC; the only field that two equal runs may differ in
 * @param type names the body's record
 * @param v version of that record
 */
public record Event(long seq, String time, String type, int v, JsonNode body) {
  /** Decode the body. */
  public <T> T body(Class<T> record) {
    return Json.decode(body, record);
  }
}
