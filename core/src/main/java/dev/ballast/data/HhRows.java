package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Anthropic HH: {@code chosen} and {@code rejected} are whole dialogues in one string of {@code
 * \n\nHuman:} and {@code \n\nAssistant:} turns.
 */
final class HhRows {
  private static final String HUMAN = "\n\nHuman:";
  private static final String ASSISTANT = "\n\nAssistant:";

  private HhRows() {}

  /** Split at the last answer; rows whose dialogues differ earlier or end empty are left out. */
  static Parsed row(Fields f) {
    String chosen = f.text("chosen");
    String rejected = f.text("rejected");
    int cut = chosen.lastIndexOf(ASSISTANT);
    int other = rejected.lastIndexOf(ASSISTANT);
    if (cut < 0 || other < 0) {
      throw f.bad("chosen", "not a dialogue of Human and Assistant turns").fix("use format: trl");
    }
    if (!chosen.substring(0, cut).equals(rejected.substring(0, other))) {
      return new Parsed.Left("the dialogues differ before the last answer");
    }
    String good = chosen.substring(cut + ASSISTANT.length()).strip();
    String bad = rejected.substring(other + ASSISTANT.length()).strip();
    if (good.isEmpty() || bad.isEmpty()) {
      return new Parsed.Left("an answer is empty");
    }
    List<Message> turns = turns(chosen.substring(0, cut));
    if (turns.isEmpty()) {
      return new Parsed.Left("the turns do not alternate");
    }
    return new Parsed.Kept(
        new PreferencePair(
            f.id(),
            new Conversation(turns),
            good,
            bad,
            Safety.UNKNOWN,
            Safety.UNKNOWN,
            "",
            TrlRows.source(f)));
  }

  /** Return alternating turns that begin and end with the user's, or nothing. */
  private static List<Message> turns(String text) {
    List<Message> turns = new ArrayList<>();
    String[] parts = text.split(HUMAN, -1);
    for (int i = 1; i < parts.length; i++) {
      String[] sides = parts[i].split(ASSISTANT, -1);
      boolean last = i == parts.length - 1;
      if (sides.length != (last ? 1 : 2) || sides[0].isBlank()) {
        return List.of();
      }
      turns.add(Message.user(sides[0].strip()));
      if (!last) {
        turns.add(Message.assistant(sides[1].strip()));
      }
    }
    return turns;
  }
}
