package dev.ballast.chat;

/** Why an answer ended. */
public sealed interface Stop {
  /** The model gave an end token. */
  record EndToken(int tokenId) implements Stop {}

  /** One of the request's stop strings appeared. */
  record StopString(String text) implements Stop {}

  /** {@code max_new_tokens} or the model's context was reached. */
  record Length() implements Stop {}

  /** The listener of a stream asked for it. */
  record Cancelled() implements Stop {}

  /** Return the finish reason of the OpenAI API: {@code stop} or {@code length}. */
  default String finishReason() {
    return switch (this) {
      case EndToken _, StopString _, Cancelled _ -> "stop";
      case Length _ -> "length";
    };
  }
}
