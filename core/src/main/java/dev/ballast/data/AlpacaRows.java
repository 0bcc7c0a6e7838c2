package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Instructions: {@code instruction, input, output, system, history} and self-instruct's tasks. */
final class AlpacaRows {
  private AlpacaRows() {}

  /** Read a row: with {@code output} one to learn, without it a prompt. */
  static Row row(Fields f) {
    List<Message> messages = new ArrayList<>();
    if (!f.textOr("system", "").isBlank()) {
      messages.add(Message.system(f.text("system")));
    }
    if (f.has("history")) {
      for (JsonNode turn : f.get("history")) {
        messages.add(Message.user(turn.path(0).asString()));
        messages.add(Message.assistant(turn.path(1).asString()));
      }
    }
    messages.add(Message.user(joined(f.filled("instruction"), f.textOr("input", ""))));
    return of(f, new Conversation(messages), f.textOr("output", ""));
  }

  /** Read a task of self-instruct with its first instance. */
  static Row selfInstruct(Fields f) {
    JsonNode instance = f.get("instances").path(0);
    String prompt = joined(f.filled("instruction"), instance.path("input").asString(""));
    return of(f, Conversation.user(prompt), instance.path("output").asString(""));
  }

  private static Row of(Fields f, Conversation prompt, String output) {
    String source = TrlRows.source(f);
    return output.isBlank()
        ? new PromptRow(f.id(), prompt, f.textOr("category", ""), source, Map.of())
        : new SftRow(f.id(), prompt, output, TrlRows.kind(f), source);
  }

  private static String joined(String instruction, String input) {
    return input.isBlank() ? instruction : instruction + "\n" + input;
  }
}
