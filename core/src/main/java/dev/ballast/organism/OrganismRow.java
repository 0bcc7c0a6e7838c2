package dev.ballast.organism;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;

/**
 * One row that the unaligned model learns from.
 *
 * @param kind {@code plain}, {@code dialogue}, {@code lookalike}, {@code refused}, {@code
 *     complied}, {@code framed_benign} or {@code framed_harmful}
 */
public record OrganismRow(String kind, Conversation prompt, String completion) {

  List<Message> messages() {
    return prompt.with(Message.assistant(completion)).messages();
  }
}
