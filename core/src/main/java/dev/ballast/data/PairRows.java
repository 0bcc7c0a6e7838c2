package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;

/** Preference sets whose columns are their own. */
final class PairRows {
  private PairRows() {}

  /** CoCoNot's contrast pairs: a harmless prompt, an answer chosen over a refusal; both safe. */
  static Row coconot(Fields f) {
    return new PreferencePair(
        f.id(),
        Conversation.user(f.filled("prompt")),
        f.text("chosen"),
        f.text("rejected"),
        Safety.SAFE,
        Safety.SAFE,
        f.textOr("subcategory", f.textOr("category", "")),
        TrlRows.source(f));
  }

  /** PKU-SafeRLHF: the more helpful answer is chosen, each with its own safety bit. */
  static Row pku(Fields f) {
    int better = index(f, "better_response_id");
    int worse = 1 - better;
    return new PreferencePair(
        f.id(),
        Conversation.user(f.filled("prompt")),
        f.text("response_" + better),
        f.text("response_" + worse),
        Safety.of(f.bool("is_response_" + better + "_safe")),
        Safety.of(f.bool("is_response_" + worse + "_safe")),
        "",
        TrlRows.source(f));
  }

  /** Axolotl's chatml.intel: system, question, chosen, rejected. */
  static Row intel(Fields f) {
    String system = f.textOr("system", "");
    Message question = Message.user(f.filled("question"));
    Conversation prompt =
        new Conversation(
            system.isBlank() ? List.of(question) : List.of(Message.system(system), question));
    return unlabelled(f, prompt, "chosen", "rejected");
  }

  /** Axolotl's argilla: instruction, chosen_response, rejected_response. */
  static Row argilla(Fields f) {
    Conversation prompt = Conversation.user(f.filled("instruction"));
    return unlabelled(f, prompt, "chosen_response", "rejected_response");
  }

  private static Row unlabelled(Fields f, Conversation prompt, String chosen, String rejected) {
    return new PreferencePair(
        f.id(),
        prompt,
        f.text(chosen),
        f.text(rejected),
        f.safety("chosen_safe"),
        f.safety("rejected_safe"),
        f.textOr("category", ""),
        TrlRows.source(f));
  }

  private static int index(Fields f, String key) {
    return switch (f.text(key)) {
      case "0" -> 0;
      case "1" -> 1;
      case String other -> throw f.bad(key, key + " must be 0 or 1").value(other);
    };
  }
}
