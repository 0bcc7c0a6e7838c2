package dev.ballast.data;

import dev.ballast.chat.Conversation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A prompt without an answer: an objective, a look-alike, an instruction.
 *
 * @param category what the source calls its kind; empty where it says nothing
 * @param attributes further columns of the source, by name
 */
public record PromptRow(
    String id, Conversation prompt, String category, String source, Map<String, String> attributes)
    implements Row {
  public PromptRow {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
