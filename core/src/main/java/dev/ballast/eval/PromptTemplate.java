package dev.ballast.eval;

import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** Puts a row's question into a benchmark's words: {@code {{prompt}}} is the only slot. */
final class PromptTemplate {
  private static final String SLOT = "\\{\\{\\s*prompt\\s*}}";

  private PromptTemplate() {}

  static void check(String template) {
    String rest = template.replaceAll(SLOT, "");
    if (rest.equals(template)) {
      throw new IllegalArgumentException("prompt must contain {{prompt}}, was " + template);
    }
    if (rest.contains("{{") || rest.contains("{%")) {
      throw new IllegalArgumentException("prompt may contain {{prompt}} alone, was " + template);
    }
  }

  static String fill(String template, String question) {
    return template.replaceAll(SLOT, Matcher.quoteReplacement(question));
  }

  /** Fill the last message and put the system message first. */
  static Conversation conversation(Benchmark benchmark, Conversation prompt) {
    List<Message> messages = new ArrayList<>();
    if (!benchmark.system().isEmpty()) {
      messages.add(Message.system(benchmark.system()));
    }
    List<Message> own = prompt.messages();
    messages.addAll(own.subList(0, own.size() - 1));
    Message last = own.getLast();
    messages.add(new Message(last.role(), fill(benchmark.prompt(), last.content())));
    return new Conversation(messages);
  }
}
