package dev.ballast.cli;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Progress;
import dev.ballast.chat.Prompt;
import dev.ballast.chat.Sampling;
import dev.ballast.generate.LocalChatModel;
import java.util.List;
import java.util.stream.IntStream;

/** Greedy decoding of some prompts at once, by a model that it closes. */
final class GenerationBench implements AutoCloseable {
  private static final List<String> TOPICS =
      List.of(
          "the history of bread",
          "how rivers form",
          "learning to swim",
          "the planets",
          "a walk in autumn",
          "old sailing ships",
          "how bees live",
          "planning a small garden",
          "the rules of chess",
          "why leaves fall",
          "a day in a library",
          "mountain weather",
          "the first railways",
          "how glass is made",
          "keeping a diary",
          "the life of an oak");

  private final LocalChatModel model;
  private final List<ChatRequest> requests;

  GenerationBench(LocalChatModel model, int batch, int newTokens) {
    this.model = model;
    requests =
        IntStream.range(0, batch)
            .mapToObj(
                i ->
                    new ChatRequest(
                        "" + i,
                        Prompt.user(
                            "Write a long and detailed essay about "
                                + TOPICS.get(i % TOPICS.size())
                                + ", with many examples."),
                        Sampling.greedy(newTokens)))
            .toList();
  }

  /** Return tokens a second of one round, the prompts' part of the time included. */
  double round() {
    long started = System.nanoTime();
    int tokens =
        model.complete(requests, Progress.none()).stream().mapToInt(c -> c.tokenIds().size()).sum();
    return tokens / ((System.nanoTime() - started) / 1e9);
  }

  /** Return the bytes of fp32 weights that every decoded token reads. */
  long weightBytes() {
    return model.decoder().config().parameterCount() * Float.BYTES;
  }

  @Override
  public void close() {
    model.close();
  }
}
