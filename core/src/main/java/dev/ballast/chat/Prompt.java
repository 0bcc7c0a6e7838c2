package dev.ballast.chat;

/** What a model is asked with: a conversation (the chat template is applied) or text as it is. */
public sealed interface Prompt {
  /** A conversation; the model's own chat template turns it into text. */
  record Chat(Conversation conversation) implements Prompt {}

  /** Text that reaches the tokenizer unchanged. */
  record Raw(String text) implements Prompt {}

  static Prompt user(String content) {
    return new Chat(Conversation.user(content));
  }
}
