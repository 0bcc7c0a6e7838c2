package dev.ballast.data;

import dev.ballast.chat.Message;
import dev.ballast.json.JsonLines;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes rows as TRL reads them, our own keys beside TRL's; format {@code trl} reads them back. */
public final class RowJson {
  private RowJson() {}

  /** Write one JSON object a row. */
  public static void write(Path file, List<? extends Row> rows) {
    JsonLines.write(file, rows.stream().map(RowJson::of).toList());
  }

  /** Return a row's keys and values. */
  public static Map<String, Object> of(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", row.id());
    switch (row) {
      case ChoiceRow choice -> {
        json.put("question", choice.question());
        json.put("choices", choice.choices());
        json.put("answer", choice.answer());
        json.put("category", choice.category());
      }
      case TaskRow task -> {
        json.put("prompt", task.prompt().messages());
        json.put("accepted", task.accepted());
        json.put("category", task.category());
      }
      case PromptRow prompt -> {
        json.put("prompt", prompt.prompt().messages());
        json.put("category", prompt.category());
        prompt.attributes().forEach(json::putIfAbsent);
      }
      case SftRow sft -> {
        json.put("prompt", sft.prompt().messages());
        json.put("completion", assistant(sft.completion()));
        json.put("kind", sft.category());
      }
      case PreferencePair pair -> {
        json.put("prompt", pair.prompt().messages());
        json.put("chosen", assistant(pair.chosen()));
        json.put("rejected", assistant(pair.rejected()));
        bit(json, "chosen_safe", pair.chosenSafe());
        bit(json, "rejected_safe", pair.rejectedSafe());
        json.put("category", pair.category());
      }
    }
    json.put("source", row.source());
    return json;
  }

  private static List<Message> assistant(String content) {
    return List.of(Message.assistant(content));
  }

  private static void bit(Map<String, Object> json, String key, Safety bit) {
    if (bit != Safety.UNKNOWN) {
      json.put(key, bit == Safety.SAFE);
    }
  }
}
