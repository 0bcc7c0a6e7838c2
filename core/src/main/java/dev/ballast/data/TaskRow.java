package dev.ballast.data;

import dev.ballast.chat.Conversation;
import java.util.List;

/**
 * A question whose answer is checked by match.
 *
 * @param accepted at least one right answer
 * @param category kind of task; empty where the source says nothing
 */
public record TaskRow(
    String id, Conversation prompt, List<String> accepted, String category, String source)
    implements Row {
  public TaskRow {
    accepted = List.copyOf(accepted);
    if (accepted.isEmpty()) {
      throw new IllegalArgumentException("accepted must not be empty");
    }
  }
}
