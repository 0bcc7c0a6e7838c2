package dev.ballast.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * An immutable list of messages, oldest first.
 *
 * @param messages at least one message
 */
public record Conversation(List<Message> messages) {
  public Conversation {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages must not be empty");
    }
  }

  public static Conversation user(String content) {
    return new Conversation(List.of(Message.user(content)));
  }

  /** Return this conversation with one more message at its end. */
  public Conversation with(Message message) {
    List<Message> all = new ArrayList<>(messages);
    all.add(message);
    return new Conversation(all);
  }

  public Message last() {
    return messages.getLast();
  }

  /** Return the content of the last user message, or the last message where there is none. */
  public String lastUser() {
    return messages.reversed().stream()
        .filter(m -> m.role().equals("user"))
        .findFirst()
        .orElse(last())
        .content();
  }
}
