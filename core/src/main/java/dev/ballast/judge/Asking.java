package dev.ballast.judge;

import dev.ballast.chat.ChatModel;
import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.chat.Stop;
import dev.ballast.json.OutsideMissing;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Asks a judging model, greedily. A call that fails is repeated on its own after 1, 2, 4 and 8
 * seconds; after ten questions in a row that failed each time, the others are not asked.
 */
final class Asking {
  private static final int TOGETHER = 32;
  private static final int ATTEMPTS = 5;
  private static final int HOPELESS = 10;

  /** Waits between attempts. */
  @FunctionalInterface
  interface Pause {
    void seconds(int seconds) throws InterruptedException;

    static Pause real() {
      return seconds -> Thread.sleep(1000L * seconds);
    }
  }

  /** An answer, or why there is none. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }

  private final ChatModel model;
  private final Pause pause;
  private int failures;

  Asking(ChatModel model, Pause pause) {
    this.model = model;
    this.pause = pause;
  }

  /** Ask every prompt; result {@code i} belongs to prompt {@code i}. */
  List<Outcome> ask(List<Prompt> prompts, int maxNewTokens, Progress progress) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int start = 0; start < prompts.size(); start += TOGETHER) {
      List<ChatRequest> batch = new ArrayList<>();
      for (int i = start; i < Math.min(prompts.size(), start + TOGETHER); i++) {
        batch.add(new ChatRequest("judge-" + i, prompts.get(i), Sampling.greedy(maxNewTokens)));
      }
      outcomes.addAll(batch(batch));
      progress.advance(outcomes.size(), prompts.size());
    }
    return outcomes;
  }

  private List<Outcome> batch(List<ChatRequest> batch) {
    if (failures < HOPELESS) {
      try {
        return model.complete(batch, Progress.none()).stream().map(Asking::answered).toList();
      } catch (OutsideMissing | UncheckedIOException _) {
        // One failed call ends the batch: each is asked on its own, so that the others count.
      }
    }
    return batch.stream().map(this::one).toList();
  }

  private Outcome one(ChatRequest request) {
    if (failures >= HOPELESS) {
      return new Outcome.Failed("not asked: the model failed " + HOPELESS + " times in a row");
    }
    Optional<String> why = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (attempt > 0) {
          pause.seconds(1 << (attempt - 1));
        }
        Completion completion = model.complete(List.of(request), Progress.none()).getFirst();
        failures = 0;
        return answered(completion);
      } catch (OutsideMissing | UncheckedIOException e) {
        why = Optional.of(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
    failures++;
    return new Outcome.Failed(
        "the model failed " + ATTEMPTS + " times: " + why.orElse("no reason given"));
  }

  private static Outcome answered(Completion completion) {
    boolean cut = completion.stop() instanceof Stop.Length;
    return new Outcome.Answered(new Answer(completion.text(), cut));
  }
}
