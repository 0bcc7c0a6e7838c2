package dev.ballast.data;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.List;
import java.util.Locale;

/**
 * Rows as TRL names them, by their keys (conventions of TRL's dataset_formats): preference,
 * prompt–completion, messages, prompt only; and ours with {@code accepted} or {@code choices}.
 */
final class TrlRows {
  private TrlRows() {}

  static Row row(Fields f) {
    if (f.has("chosen") || f.has("rejected")) {
      return pair(f);
    }
    if (f.has("choices")) {
      return TaskRows.choices(f);
    }
    if (f.has("accepted")) {
      return TaskRows.accepted(f);
    }
    if (f.has("label")) {
      throw f.bad("label", "unpaired preference rows are not read yet").fix("use pairs");
    }
    if (f.has("messages")) {
      return dialogue(f, f.messages("messages"));
    }
    return f.has("completion") ? completion(f) : prompt(f);
  }

  private static PreferencePair pair(Fields f) {
    for (String key : List.of("chosen", "rejected")) {
      if (!f.has(key)) {
        throw f.missing(key);
      }
    }
    PairTexts texts = PairTexts.of(f);
    return new PreferencePair(
        f.id(),
        texts.prompt(),
        texts.chosen(),
        texts.rejected(),
        f.safety("chosen_safe"),
        f.safety("rejected_safe"),
        f.textOr("category", ""),
        source(f));
  }

  private static SftRow completion(Fields f) {
    return new SftRow(
        f.id(), f.conversation("prompt"), PairTexts.answer(f, "completion"), kind(f), source(f));
  }

  /** Learn the last message, which must be the assistant's, from all before it. */
  static SftRow dialogue(Fields f, List<Message> messages) {
    if (messages.size() < 2 || !messages.getLast().role().equals("assistant")) {
      throw f.bad("messages", "messages must end with an assistant's answer to something");
    }
    Conversation prompt = new Conversation(messages.subList(0, messages.size() - 1));
    return new SftRow(f.id(), prompt, messages.getLast().content(), kind(f), source(f));
  }

  private static PromptRow prompt(Fields f) {
    return new PromptRow(
        f.id(),
        f.conversation("prompt"),
        f.textOr("category", ""),
        source(f),
        f.attributes("id", "prompt", "category", "source"));
  }

  static SftKind kind(Fields f) {
    String word = f.textOr("kind", "general");
    for (SftKind kind : SftKind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    throw f.bad("kind", "unknown kind").value(word).fix("use safety, general or benign_lookalike");
  }

  /** Return the row's own source, else the file's name. */
  static String source(Fields f) {
    return f.textOr("source", f.file().name());
  }
}
