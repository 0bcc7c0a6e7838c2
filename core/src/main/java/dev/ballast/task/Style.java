package dev.ballast.task;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How questions reach a model: as text, or through its chat template.
 *
 * @param system said before everything, lm-eval's {@code system_instruction}; may be empty
 * @param chat empty = as text
 */
public record Style(String system, Optional<Chat> chat) {
  /** As text, with nothing before. */
  public static final Style PLAIN = new Style("", Optional.empty());

  /** What shows where the message ends that the model goes on with; no template prints it. */
  private static final String HERE = "\u0001here\u0001 ";

  /** Who says the examples. */
  public enum Examples {
    /** Each question the user, each answer the assistant: {@code fewshot_as_multiturn}. */
    TURNS,
    /** The user says all of them, and the question, in one message. */
    ONE_MESSAGE
  }

  /** A chat template and what is done with examples. */
  public record Chat(Examples examples, ChatText text) {}

  /** Write the turns of a question up to where the answer begins. */
  String write(List<Turn> turns) {
    return chat.map(to -> write(to, turns))
        .orElseGet(() -> turns.stream().map(Turn::text).collect(Collectors.joining()));
  }

  private static String write(Chat chat, List<Turn> turns) {
    List<Message> messages =
        switch (chat.examples) {
          case TURNS -> turns.stream().map(Turn::message).toList();
          case ONE_MESSAGE -> joined(turns);
        };
    Message last = messages.getLast();
    return turns.getLast().said()
        ? begun(chat.text, messages.subList(0, messages.size() - 1), last.content())
        : chat.text.opened(new Conversation(messages));
  }

  /** Let the user say all but the system's words and what the answer begins with. */
  private static List<Message> joined(List<Turn> turns) {
    int from = turns.getFirst().message().role().equals("system") ? 1 : 0;
    int to = turns.size() - (turns.getLast().said() ? 1 : 0);
    String text =
        turns.subList(from, to - 1).stream().map(Turn::text).collect(Collectors.joining());
    List<Message> messages = new ArrayList<>();
    turns.subList(0, from).forEach(turn -> messages.add(turn.message()));
    messages.add(Message.user(text + turns.get(to - 1).message().content()));
    turns.subList(to, turns.size()).forEach(turn -> messages.add(turn.message()));
    return messages;
  }

  /** As transformers does to continue a message: cut where it ends, by a mark that is put there. */
  private static String begun(ChatText text, List<Message> before, String begins) {
    List<Message> marked = new ArrayList<>(before);
    marked.add(Message.assistant(begins + HERE));
    String whole = text.whole(new Conversation(marked));
    int at = whole.lastIndexOf(HERE.strip());
    if (at < 0) {
      throw BadInput.of("the chat template does not print what the answer begins with")
          .key("gen_prefix")
          .value(begins)
          .fix("ask without apply_chat_template, or without gen_prefix");
    }
    String cut = whole.substring(0, at);
    return whole.startsWith(HERE, at) ? cut : cut.stripTrailing();
  }
}
