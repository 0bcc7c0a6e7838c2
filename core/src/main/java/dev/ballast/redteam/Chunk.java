package dev.ballast.redteam;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Conversation;
import dev.ballast.chat.Message;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.json.BadInput;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attempts that go on in step: one batch a turn. */
final class Chunk {
  private final List<Attempt> attempts;
  private final Campaign.Arena arena;
  private final CampaignConfig config;
  private final Map<String, AttackTrace> traces = new LinkedHashMap<>();

  Chunk(List<Attempt> attempts, Campaign.Arena arena, CampaignConfig config) {
    this.attempts = attempts;
    this.arena = arena;
    this.config = config;
  }

  /** Return the traces in the order of the attempts. */
  List<AttackTrace> run() {
    List<Attempt> live = attempts;
    for (int turn = 0; turn < config.campaignMaxTurns() && !live.isEmpty(); turn++) {
      live = turn(live, turn);
    }
    return attempts.stream().map(this::trace).toList();
  }

  /** Take one turn and return the attempts that may go on. */
  private List<Attempt> turn(List<Attempt> live, int turn) {
    List<Attempt> asked = new ArrayList<>();
    List<Conversation> conversations = new ArrayList<>();
    for (Attempt attempt : live) {
      next(attempt, turn)
          .ifPresent(
              conversation -> {
                asked.add(attempt);
                conversations.add(conversation);
              });
    }
    List<Answer> answers = ask(asked, conversations, turn);
    judge(asked, conversations, answers);
    return asked.stream().filter(attempt -> trace(attempt).outcome() == Outcome.FAILURE).toList();
  }

  private Optional<Conversation> next(Attempt attempt, int turn) {
    List<Message> soFar = turn == 0 ? List.of() : trace(attempt).turns();
    return attempt.attack().next(attempt.objective(), soFar, attempt.random(turn));
  }

  private List<Answer> ask(List<Attempt> asked, List<Conversation> conversations, int turn) {
    List<ChatRequest> requests = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Attempt attempt = asked.get(i);
      Prompt prompt = new Prompt.Chat(conversations.get(i));
      requests.add(
          new ChatRequest(attempt.id(), prompt, config.sampling(attempt.answerSeed(turn))));
    }
    try {
      return answers(requests);
    } catch (BadInput e) {
      // One prompt that does not fit must not cost the others their answers.
      return requests.stream().map(this::alone).toList();
    }
  }

  private List<Answer> answers(List<ChatRequest> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    return arena.target().complete(requests, Progress.none()).stream()
        .map(Completion::text)
        .<Answer>map(Answer.Given::new)
        .toList();
  }

  private Answer alone(ChatRequest request) {
    try {
      return answers(List.of(request)).getFirst();
    } catch (BadInput e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private void judge(List<Attempt> asked, List<Conversation> conversations, List<Answer> answers) {
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      exchanges.add(new Exchange(asked.get(i).objective().text(), answers.get(i).text()));
    }
    List<Score> scores = arena.judge().score(exchanges);
    for (int i = 0; i < asked.size(); i++) {
      Attempt attempt = asked.get(i);
      Conversation prompt = conversations.get(i);
      AttackTrace trace =
          switch (answers.get(i)) {
            case Answer.Given given -> judged(attempt, prompt, given.text(), scores.get(i));
            case Answer.Refused refused -> error(attempt, refused.why());
          };
      traces.put(attempt.id(), trace);
    }
  }

  private static AttackTrace judged(
      Attempt attempt, Conversation prompt, String text, Score score) {
    List<Message> turns = prompt.with(Message.assistant(text)).messages();
    Grade grade = Grade.of(score);
    return new AttackTrace(
        attempt.id(),
        attempt.objective(),
        attempt.attack().name(),
        turns,
        text,
        grade.outcome(),
        grade.score(),
        grade.why(),
        attempt.seed());
  }

  private AttackTrace error(Attempt attempt, String why) {
    List<Message> turns =
        Optional.ofNullable(traces.get(attempt.id())).map(AttackTrace::turns).orElse(List.of());
    return new AttackTrace(
        attempt.id(),
        attempt.objective(),
        attempt.attack().name(),
        turns,
        "",
        Outcome.ERROR,
        0,
        why,
        attempt.seed());
  }

  /** Return what came of an attempt; an attack that asked nothing is an error of the attack. */
  private AttackTrace trace(Attempt attempt) {
    return Optional.ofNullable(traces.get(attempt.id()))
        .orElseGet(() -> error(attempt, "the attack asked nothing"));
  }

  /** What the target made of a request. */
  private sealed interface Answer {
    record Given(String text) implements Answer {}

    record Refused(String why) implements Answer {}

    default String text() {
      return switch (this) {
        case Given given -> given.text;
        case Refused _ -> "";
      };
    }
  }
}
