package dev.ballast.chat;

import java.util.Set;

/**
 * One message of a conversation.
 *
 * @param role one of {@code system}, {@code developer}, {@code user}, {@code assistant}, {@code
 *     tool}
 * @param content the text, possibly empty
 */
public record Message(String role, String content) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");

  public Message {
    if (!ROLES.contains(role)) {
      throw new IllegalArgumentException("role must be one of " + ROLES + ", was " + role);
    }
  }

  public static Message system(String content) {
    return new Message("system", content);
  }

  public static Message user(String content) {
    return new Message("user", content);
  }

  public static Message assistant(String content) {
    return new Message("assistant", content);
  }
}
