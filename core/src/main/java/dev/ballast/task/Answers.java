package dev.ballast.task;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.LikelihoodModel;
import dev.ballast.chat.Message;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.ScoredText;
import dev.ballast.chat.TokenLogProbs;
import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers of a model, none computed that is remembered, each kept as soon as it is there. */
public final class Answers {
  /** Rises when equal requests get other answers. */
  private static final int VERSION = 1;

  /** Texts scored between two writes: a few seconds' work of a small model. */
  private static final int TOGETHER = 128;

  private final ChatModel chat;
  private final LikelihoodModel likely;
  private final Memory memory;
  private final String model;
  private int remembered;

  private Answers(ChatModel chat, LikelihoodModel likely, Memory memory, String model) {
    this.chat = chat;
    this.likely = likely;
    this.memory = memory;
    this.model = model;
  }

  /**
   * Ask a model.
   *
   * @param identity of its weights and arithmetic; what has another is another model
   */
  public static <M extends ChatModel & LikelihoodModel> Answers of(
      M model, Memory memory, String identity) {
    return new Answers(model, model, memory, identity);
  }

  /** Ask two models, one for each kind of answer, and remember nothing. */
  static Answers of(ChatModel chat, LikelihoodModel likely) {
    return new Answers(chat, likely, Memory.none(), "");
  }

  /** Return how many answers were remembered. */
  public int remembered() {
    return remembered;
  }

  /** Return log-likelihoods in the order of the texts. */
  List<Answer.Likelihood> likelihoods(List<ScoredText> texts, Progress progress) {
    Map<String, String> keys = keys(texts, ScoredText::id, Answers::decides);
    Map<String, Answer> found = found(keys);
    List<ScoredText> left = texts.stream().filter(text -> !found.containsKey(text.id())).toList();
    int known = texts.size() - left.size();
    for (int start = 0; start < left.size(); start += TOGETHER) {
      int done = known + start;
      List<ScoredText> some = left.subList(start, Math.min(start + TOGETHER, left.size()));
      Map<String, Answer> fresh = new LinkedHashMap<>();
      for (TokenLogProbs row :
          likely.logProbs(some, (now, _) -> progress.advance(done + now, texts.size()))) {
        fresh.put(row.id(), new Answer.Likelihood(row.sum(), row.greedy()));
      }
      keep(keys, fresh);
      found.putAll(fresh);
    }
    return inOrder(keys.keySet(), found, Answer.Likelihood.class);
  }

  /**
   * Return texts in the order of the requests, one each.
   *
   * @param requests of different ids
   */
  List<Answer.Text> texts(List<ChatRequest> requests, Progress progress) {
    Map<String, String> keys = keys(requests, ChatRequest::id, Answers::decides);
    Map<String, Answer> found = found(keys);
    List<ChatRequest> left =
        requests.stream().filter(request -> !found.containsKey(request.id())).toList();
    int known = requests.size() - left.size();
    var _ =
        chat.complete(
            left,
            (now, _) -> progress.advance(known + now, requests.size()),
            completion -> {
              Map<String, Answer> fresh =
                  Map.of(completion.requestId(), new Answer.Text(completion.text()));
              keep(keys, fresh);
              found.putAll(fresh);
            });
    return inOrder(keys.keySet(), found, Answer.Text.class);
  }

  private <T> Map<String, String> keys(
      List<T> asked, Function<T, String> id, Function<T, Object> decides) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (T one : asked) {
      keys.put(id.apply(one), Hashes.of(Json.encode(List.of(VERSION, model, decides.apply(one)))));
    }
    if (keys.size() != asked.size()) {
      throw new IllegalArgumentException("two requests have one id");
    }
    return keys;
  }

  private static Object decides(ScoredText text) {
    return List.of(said(text.prompt()), text.completion(), text.extent().name());
  }

  private static Object decides(ChatRequest request) {
    return List.of(said(request.prompt()), request.sampling());
  }

  private static Object said(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Raw raw -> raw.text();
      case Prompt.Chat chat ->
          chat.conversation().messages().stream()
              .map((Message message) -> List.of(message.role(), message.content()))
              .toList();
    };
  }

  private Map<String, Answer> found(Map<String, String> keys) {
    Map<String, Answer> found = new HashMap<>();
    keys.forEach((id, key) -> memory.find(key).ifPresent(answer -> found.put(id, answer)));
    remembered += found.size();
    return found;
  }

  private void keep(Map<String, String> keys, Map<String, Answer> fresh) {
    memory.keep(
        fresh.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> keys.getOrDefault(entry.getKey(), ""),
                    Map.Entry::getValue,
                    (first, _) -> first,
                    LinkedHashMap::new)));
  }

  private static <T extends Answer> List<T> inOrder(
      Collection<String> ids, Map<String, Answer> found, Class<T> type) {
    List<T> answers = new ArrayList<>();
    for (String id : ids) {
      answers.add(type.cast(found.get(id)));
    }
    return answers;
  }
}
