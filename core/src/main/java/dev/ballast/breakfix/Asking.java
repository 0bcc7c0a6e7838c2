package dev.ballast.breakfix;

import dev.ballast.breakfix.FixConfig.CutAnswers;
import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.Stop;
import dev.ballast.data.Split;
import dev.ballast.json.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a model in fixed chunks and records what it says.
 *
 * @param chunk prompts asked at once
 */
record Asking(Journal journal, BreakFixListener listener, int round, int chunk) {
  /**
   * Return the answers to each question, by its id.
   *
   * @param purpose names the questions among those of the round
   * @param sampling its seed and n count for every question
   * @param cut what becomes of answers that run into their limit
   */
  Map<String, List<String>> ask(
      String purpose,
      List<Question> questions,
      LazyModel model,
      Sampling sampling,
      CutAnswers cut) {
    Map<String, List<String>> done = new LinkedHashMap<>();
    journal
        .replay(
            BreakFixEvent.Answered.class,
            event -> event.round() == round && event.purpose().equals(purpose))
        .forEach(event -> done.put(event.id(), event.texts()));
    for (int from = 0; from < questions.size(); from += chunk) {
      List<Question> asked = questions.subList(from, Math.min(questions.size(), from + chunk));
      if (!asked.stream().allMatch(question -> done.containsKey(question.id()))) {
        record(purpose, answers(purpose, asked, model.get(), sampling, cut), done);
      }
      listener.advance("fix: " + purpose, from + asked.size(), questions.size());
    }
    return done;
  }

  private void record(
      String purpose, Map<String, List<String>> answers, Map<String, List<String>> done) {
    answers.forEach(
        (id, texts) -> {
          if (done.putIfAbsent(id, texts) == null) {
            journal.emit(new BreakFixEvent.Answered(round, purpose, id, texts));
          }
        });
  }

  private static Map<String, List<String>> answers(
      String purpose, List<Question> asked, ChatModel model, Sampling sampling, CutAnswers cut) {
    List<ChatRequest> requests = new ArrayList<>();
    for (Question question : asked) {
      long seed = Split.bits(question.id(), purpose + "/" + sampling.seed());
      Prompt prompt = new Prompt.Chat(question.prompt());
      requests.add(new ChatRequest(question.id(), prompt, sampling.withSeed(seed)));
    }
    Map<String, List<String>> answers = new LinkedHashMap<>();
    asked.forEach(question -> answers.put(question.id(), new ArrayList<>()));
    for (Completion completion : complete(model, requests)) {
      Optional.ofNullable(answers.get(completion.requestId()))
          .ifPresent(texts -> texts.add(text(completion, cut)));
    }
    return answers;
  }

  private static String text(Completion completion, CutAnswers cut) {
    return cut == CutAnswers.SENTENCE && completion.stop() instanceof Stop.Length
        ? WholeSentences.of(completion.text())
        : completion.text();
  }

  /** Answer all; a prompt that does not fit the model gets no answer. */
  private static List<Completion> complete(ChatModel model, List<ChatRequest> requests) {
    try {
      return model.complete(requests, Progress.none());
    } catch (BadInput e) {
      if (requests.size() == 1) {
        return List.of();
      }
      return requests.stream().flatMap(r -> complete(model, List.of(r)).stream()).toList();
    }
  }
}
