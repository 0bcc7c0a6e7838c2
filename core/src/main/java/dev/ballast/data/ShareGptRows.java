package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * ShareGPT as LLaMA-Factory reads it: {@code conversations[{from, value}]}, {@code system}; with
 * {@code chosen} and {@code rejected} (one message each) a preference row.
 */
final class ShareGptRows {
  private ShareGptRows() {}

  static Row row(Fields f) {
    List<Message> messages = new ArrayList<>();
    if (!f.textOr("system", "").isBlank()) {
      messages.add(Message.system(f.text("system")));
    }
    for (JsonNode turn : f.get("conversations")) {
      messages.add(message(f, "conversations", turn));
    }
    if (!f.has("chosen") && !f.has("rejected")) {
      return TrlRows.dialogue(f, messages);
    }
    if (messages.isEmpty()) {
      throw f.bad("conversations", "conversations has no message");
    }
    return new PreferencePair(
        f.id(),
        new Conversation(messages),
        message(f, "chosen", f.get("chosen")).content(),
        message(f, "rejected", f.get("rejected")).content(),
        f.safety("chosen_safe"),
        f.safety("rejected_safe"),
        f.textOr("category", ""),
        TrlRows.source(f));
  }

  private static Message message(Fields f, String key, JsonNode turn) {
    String content = turn.path("value").asString("");
    return switch (turn.path("from").asString("")) {
      case "system" -> Message.system(content);
      case "human", "user" -> Message.user(content);
      case "gpt", "assistant" -> Message.assistant(content);
      case "observation", "tool" -> new Message("tool", content);
      case String from ->
          throw f.bad(key, "from must be system, human, gpt or observation").value(from);
    };
  }
}
