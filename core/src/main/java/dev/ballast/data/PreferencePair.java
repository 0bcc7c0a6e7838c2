package dev.ballast.data;

import dev.ballast.chat.Conversation;

/**
 * Two answers to one prompt.
 *
 * @param chosen the assistant's message that is preferred
 * @param rejected the assistant's message that is not
 * @param category what the source calls the prompt's kind; empty where it says nothing
 */
public record PreferencePair(
    String id,
    Conversation prompt,
    String chosen,
    String rejected,
    Safety chosenSafe,
    Safety rejectedSafe,
    String category,
    String source)
    implements Row {

  /** Return the chosen answer as one to learn. */
  public SftRow chosenRow(SftKind kind) {
    return new SftRow(id, prompt, chosen, kind, source);
  }

  /** Tell whether both safety bits are known, which BFPO needs. */
  public boolean labelled() {
    return chosenSafe != Safety.UNKNOWN && rejectedSafe != Safety.UNKNOWN;
  }
}
