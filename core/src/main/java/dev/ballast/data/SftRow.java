package dev.ballast.data;

import dev.ballast.chat.Conversation;
import java.util.Locale;

/**
 * A prompt and the answer to learn.
 *
 * @param completion the assistant's message; loss lies on it alone
 */
public record SftRow(String id, Conversation prompt, String completion, SftKind kind, String source)
    implements Row {
  /** Return the kind's word. */
  @Override
  public String category() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Return this row as another kind. */
  public SftRow as(SftKind other) {
    return new SftRow(id, prompt, completion, other, source);
  }
}
