package dev.ballast.task;

import dev.ballast.chat.Conversation;

/** Writes conversations as a model's chat template does. */
public interface ChatText {
  /** Return a conversation as text, up to where the assistant's answer begins. */
  String opened(Conversation conversation);

  /** Return a conversation as text, whole. */
  String whole(Conversation conversation);
}
