package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;

/** Prompt and both answers of a preference row, whichever of TRL's shapes it has. */
record PairTexts(Conversation prompt, String chosen, String rejected) {
  /**
   * Take the explicit prompt, else the longest common prefix (TRL's extract_prompt: of messages, or
   * of characters with the space before the difference left to the answers).
   */
  static PairTexts of(Fields f) {
    boolean lists = f.get("chosen").isArray() && f.get("rejected").isArray();
    boolean explicit =
        f.has("prompt") && !(lists && f.get("chosen").size() > 1 && !f.get("prompt").isArray());
    if (explicit) {
      return new PairTexts(f.conversation("prompt"), answer(f, "chosen"), answer(f, "rejected"));
    }
    return lists ? byMessages(f) : byCharacters(f);
  }

  /** Return the text of an answer: a string, or a list of one assistant message. */
  static String answer(Fields f, String key) {
    if (!f.get(key).isArray()) {
      return f.text(key);
    }
    return only(f, key, f.messages(key));
  }

  private static PairTexts byMessages(Fields f) {
    List<Message> chosen = f.messages("chosen");
    List<Message> rejected = f.messages("rejected");
    int shorter = Math.min(chosen.size(), rejected.size());
    int same = 0;
    while (same < shorter && chosen.get(same).equals(rejected.get(same))) {
      same++;
    }
    // Two equal answers: the last message is still the answer, not the prompt.
    int prompt = Math.min(same, shorter - 1);
    if (prompt < 1) {
      throw noPrompt(f);
    }
    return new PairTexts(
        new Conversation(chosen.subList(0, prompt)),
        only(f, "chosen", chosen.subList(prompt, chosen.size())),
        only(f, "rejected", rejected.subList(prompt, rejected.size())));
  }

  private static PairTexts byCharacters(Fields f) {
    String chosen = f.text("chosen");
    String rejected = f.text("rejected");
    int same = 0;
    int shorter = Math.min(chosen.length(), rejected.length());
    while (same < shorter && chosen.charAt(same) == rejected.charAt(same)) {
      same++;
    }
    same -= same > 0 && chosen.charAt(same - 1) == ' ' ? 1 : 0;
    String prompt = chosen.substring(0, same);
    if (prompt.isBlank()) {
      throw noPrompt(f);
    }
    return new PairTexts(
        Conversation.user(prompt), chosen.substring(same), rejected.substring(same));
  }

  private static String only(Fields f, String key, List<Message> messages) {
    if (messages.size() != 1 || !messages.getFirst().role().equals("assistant")) {
      throw f.bad(key, key + " must be one assistant message after the prompt")
          .fix("put earlier messages into prompt");
    }
    return messages.getFirst().content();
  }

  private static RuntimeException noPrompt(Fields f) {
    return f.bad("prompt", "prompt is missing and chosen and rejected do not begin alike")
        .fix("add prompt");
  }
}
