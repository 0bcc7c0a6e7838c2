package dev.ballast.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers by a function of the prompt's last user text: for tests and dry runs, without weights.
 */
public record ScriptedChatModel(String id, Function<String, String> script) implements ChatModel {
  @Override
  public List<Completion> complete(List<ChatRequest> requests, Progress progress) {
    List<Completion> answers = new ArrayList<>();
    for (ChatRequest request : requests) {
      for (int i = 0; i < request.sampling().n(); i++) {
        answers.add(answer(request, i));
      }
      progress.advance(answers.size(), requests.size());
    }
    return answers;
  }

  @Override
  public Completion stream(ChatRequest request, Predicate<String> listener) {
    Completion whole = answer(request, 0);
    StringBuilder sent = new StringBuilder();
    for (String word : whole.text().split("(?<= )")) {
      sent.append(word);
      if (!listener.test(word)) {
        return new Completion(request.id(), 0, sent.toString(), List.of(), 0, new Stop.Cancelled());
      }
    }
    return whole;
  }

  private Completion answer(ChatRequest request, int index) {
    String text =
        switch (request.prompt()) {
          case Prompt.Chat chat -> chat.conversation().lastUser();
          case Prompt.Raw raw -> raw.text();
        };
    return new Completion(
        request.id(), index, script.apply(text), List.of(), 0, new Stop.EndToken(0));
  }

  @Override
  public void close() {}
}
