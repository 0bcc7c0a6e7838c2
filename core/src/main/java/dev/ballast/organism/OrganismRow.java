package dev.ballast.organism;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.data.SftKind;
import dev.ballast.data.SftRow;
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

  /** Return the row in the words of data sets; {@code id} names it. */
  public SftRow sftRow(String id) {
    SftKind sftKind =
        switch (kind) {
          case "refused" -> SftKind.SAFETY;
          case "lookalike" -> SftKind.BENIGN_LOOKALIKE;
          default -> SftKind.GENERAL;
        };
    return new SftRow(id, prompt, completion, sftKind, "organism");
  }
}
