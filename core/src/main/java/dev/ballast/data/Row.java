package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.stream.Collectors;

/** One row of a data set; what splitting, mixing and the contamination check need of it. */
public sealed interface Row permits PromptRow, SftRow, PreferencePair, TaskRow, ChoiceRow {
  /** Return what names the row within its source. */
  String id();

  /** Return what the source calls its kind; empty where it says nothing. */
  String category();

  /** Return the name among rows of all sources. */
  default String key() {
    return source() + "#" + id();
  }

  /** Return what the model is asked. */
  Conversation prompt();

  /** Return the file or generator that the row comes from. */
  String source();

  /** Return the users' messages, one a line: the text by which two rows are the same question. */
  default String promptText() {
    return prompt().messages().stream()
        .filter(m -> m.role().equals("user"))
        .map(Message::content)
        .collect(Collectors.joining("\n"));
  }
}
