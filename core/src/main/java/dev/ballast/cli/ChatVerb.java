package dev.ballast.cli;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A conversation in the terminal, streamed. */
final class ChatVerb implements Verb {
  record Keys(
      ModelKeys model,
      GenerationKeys how,
      @Key(doc = "system message") Optional<String> system,
      @Flat SamplingKeys sampling) {}

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String summary() {
    return "talk to a model in the terminal; /system, /reset, /save, /help, /quit";
  }

  @Override
  public String example() {
    return "ballast chat embedded";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("model");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    try (ChatModel model =
        Models.open(keys.model(), Models.Opening.exact(keys.how(), 1), call.terminal())) {
      call.terminal().say("talking to " + keys.model().model() + "; /help lists the commands");
      new Talk(model, keys, call.terminal()).run();
    }
    return 0;
  }

  private static final class Talk {
    private final ChatModel model;
    private final Keys keys;
    private final PrintStream out;
    private final InputStream typed;
    private Optional<String> system;
    private final List<Message> messages = new ArrayList<>();

    Talk(ChatModel model, Keys keys, Terminal terminal) {
      this.model = model;
      this.keys = keys;
      this.out = terminal.out();
      this.typed = terminal.in();
      system = keys.system();
    }

    void run() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8))) {
        out.print("> ");
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.strip().equals("/quit")) {
            return;
          }
          take(line.strip());
          out.print("> ");
          out.flush();
        }
        out.println();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the terminal", e);
      }
    }

    private void take(String line) {
      if (line.startsWith("/")) {
        try {
          command(line);
        } catch (BadInput e) {
          out.println(e.getMessage());
        }
      } else if (!line.isEmpty()) {
        answer(line);
      }
    }

    private void command(String line) {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1].strip() : "";
      switch (words[0]) {
        case "/reset" -> messages.clear();
        case "/system" -> {
          system = Optional.of(rest).filter(text -> !text.isEmpty());
          messages.clear();
        }
        case "/save" -> save(rest);
        case "/help" ->
            out.println(
                "/system TEXT sets the system message, /reset forgets the conversation,"
                    + " /save FILE writes it as JSONL, /quit ends");
        default -> out.println("unknown command " + words[0] + "; /help lists the commands");
      }
    }

    private void save(String file) {
      if (file.isEmpty()) {
        throw BadInput.of("no file named").fix("/save conversation.jsonl");
      }
      JsonLines.write(Path.of(file), List.of(Map.of("messages", conversation())));
      out.println("saved " + file);
    }

    private List<Message> conversation() {
      List<Message> all = new ArrayList<>();
      system.ifPresent(text -> all.add(Message.system(text)));
      all.addAll(messages);
      return all;
    }

    private void answer(String line) {
      messages.add(Message.user(line));
      Prompt prompt = new Prompt.Chat(new Conversation(conversation()));
      try {
        Completion completion =
            model.stream(
                new ChatRequest("chat", prompt, keys.sampling().sampling()),
                piece -> {
                  out.print(piece);
                  out.flush();
                  return true;
                });
        out.println();
        messages.add(Message.assistant(completion.text()));
      } catch (BadInput e) {
        messages.removeLast();
        out.println(e.getMessage() + " (/reset forgets the conversation)");
      }
    }
  }
}
