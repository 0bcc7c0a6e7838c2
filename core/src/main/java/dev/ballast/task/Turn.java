package dev.ballast.task;

import dev.ballast.chat.Message;

/**
 * A part of a question: a message of a conversation.
 *
 * @param end what follows it where the question is one text
 */
record Turn(Message message, String end) {
  String text() {
    return message.content() + end;
  }

  /** Tell whether the model said it. */
  boolean said() {
    return message.role().equals("assistant");
  }
}
