package dev.ballast.cli;

import dev.ballast.chat.ChatRequest;
import dev.ballast.chat.Completion;
import dev.ballast.chat.Prompt;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.generate.BatchStatistics;
import dev.ballast.generate.LocalChatModel;
import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.model.PrecisionLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Answers prompts in batches. */
final class GenerateVerb implements Verb {
  record Keys(
      ModelKeys model,
      GenerationKeys how,
      @Key(doc = "JSONL rows: prompt, or messages") Path data,
      @Key(doc = "JSONL: the row plus completion, token_ids, finish_reason") Path output,
      @Key(value = "false", doc = "take prompt as it is, without the chat template") boolean raw,
      @Key(value = "false", doc = "write logprobs, one for each of token_ids, in nats")
          boolean logprobs,
      @Flat SamplingKeys sampling,
      @Key(value = "16", doc = "rows decoded at once", behaviour = false) int batchSize,
      @Key(value = "fp32", doc = "arithmetic of the weights; int8 is faster and tells its loss")
          Precision precision) {
    Keys {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batch_size must be >= 1, was " + batchSize);
      }
    }

    Models.Opening opening() {
      return new Models.Opening(how, batchSize, precision);
    }
  }

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "answer prompts in batches (greedy or sampled, as in vLLM)";
  }

  @Override
  public String example() {
    return "ballast generate embedded --data prompts.jsonl --output out.jsonl --max_new_tokens 64";
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
    Places.file(keys.output());
    List<JsonNode> rows = Rows.read(keys.data());
    List<Prompt> prompts = Rows.each(keys.data(), rows, row -> prompt(row, keys));
    List<Integer> numbers = Rows.numbers(keys.data());
    List<ChatRequest> requests = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      requests.add(
          new ChatRequest("row " + numbers.get(i), prompts.get(i), keys.sampling().sampling()));
    }
    long started = System.nanoTime();
    Answers answers;
    try (LocalChatModel model = Models.open(keys.model(), keys.opening(), call.terminal())) {
      GeneratedLogProbs logProbs = new GeneratedLogProbs(requests.size(), keys.sampling().n());
      List<Completion> completions =
          completed(
              keys.data(),
              () ->
                  keys.logprobs()
                      ? model.complete(requests, call.terminal().bar("generating"), logProbs)
                      : model.complete(requests, call.terminal().bar("generating")));
      answers =
          new Answers(completions, logProbs.rows(), model.statistics(), model.precisionLoss());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    JsonLines.write(keys.output(), merged(rows, answers, keys));
    report(call, answers, seconds, keys.output());
    return 0;
  }

  /** What came of the prompts; log-probs are empty where they are not asked for. */
  private record Answers(
      List<Completion> completions,
      List<List<Double>> logProbs,
      BatchStatistics statistics,
      Optional<PrecisionLoss> loss) {}

  private static List<Completion> completed(Path data, Supplier<List<Completion>> answering) {
    try {
      return answering.get();
    } catch (BadInput e) {
      throw e.file(data);
    }
  }

  private static Prompt prompt(JsonNode row, Keys keys) {
    return keys.raw() ? new Prompt.Raw(Loaded.text(row, "prompt")) : Loaded.prompt(row);
  }

  private static List<Map<String, Object>> merged(List<JsonNode> rows, Answers answers, Keys keys) {
    List<Map<String, Object>> results = new ArrayList<>();
    for (int i = 0; i < answers.completions().size(); i++) {
      Completion completion = answers.completions().get(i);
      Map<String, Object> result = new LinkedHashMap<>();
      rows.get(i / keys.sampling().n())
          .properties()
          .forEach(field -> result.put(field.getKey(), field.getValue()));
      result.put("completion", completion.text());
      result.put("token_ids", completion.tokenIds());
      if (keys.logprobs()) {
        result.put("logprobs", answers.logProbs().get(i));
      }
      result.put("finish_reason", completion.stop().finishReason());
      results.add(result);
    }
    return results;
  }

  private static void report(Call call, Answers answers, double seconds, Path output) {
    BatchStatistics statistics = answers.statistics();
    int count = answers.completions().size();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("completions", count);
    summary.put("tokens", statistics.generatedTokens());
    summary.put("seconds", seconds);
    summary.put("prompt_tokens", statistics.promptTokens());
    summary.put("prompt_tokens_per_second", statistics.promptRate());
    summary.put("generated_tokens_per_second", statistics.generatedRate());
    answers.loss().ifPresent(loss -> summary.put("precision_loss", loss));
    summary.put("output", output.toString());
    call.result(
        summary,
        String.format(
            Locale.ROOT,
            "%d completions in %.1f s (model start included), %s: %s",
            count,
            seconds,
            statistics,
            output));
  }
}
