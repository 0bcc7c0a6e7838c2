package dev.ballast.cli;

import dev.ballast.chat.Progress;
import dev.ballast.config.Key;
import dev.ballast.generate.FixedText;
import dev.ballast.generate.Precision;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.model.Decoder;
import dev.ballast.model.Families;
import dev.ballast.model.Inference;
import dev.ballast.model.PackedTokens;
import dev.ballast.model.TokenScores;
import dev.ballast.tensor.KernelChoice;
import dev.ballast.tensor.LinearKernel;
import dev.ballast.tensor.Placement;
import dev.ballast.tokenizer.Encoded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Scores given text: natural log-probs of every token, in fp32 unless int8 is asked for. */
final class LogprobsVerb implements Verb {
  /** Most tokens in one packed pass. */
  private static final int BUDGET = 2048;

  record Keys(
      ModelKeys model,
      ComputeKeys compute,
      @Key(doc = "JSONL rows: prompt and completion, messages, text or token_ids") Path data,
      @Key(doc = "JSONL with token_ids, logprobs, mask, sum, mean") Path output,
      @Key(value = "fp32", doc = "arithmetic of the weights; int8 is faster and tells its loss")
          Precision precision) {}

  @Override
  public String name() {
    return "logprobs";
  }

  @Override
  public String summary() {
    return "score given text: log-probs of every token, natural log";
  }

  @Override
  public String example() {
    return "ballast logprobs embedded --data rows.jsonl --output out.jsonl";
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
    Placement placement = keys.compute().placement(keys.precision());
    List<JsonNode> rows = Rows.read(keys.data());
    List<Map<String, Object>> scored;
    try (Loaded loaded = Loaded.open(keys.model());
        Decoder decoder = Families.read(loaded.checkpoint(), placement)) {
      Models.warn(decoder, call.terminal());
      List<Encoded> encoded =
          Rows.each(keys.data(), rows, row -> checked(loaded.encode(row), decoder));
      scored =
          switch (keys.precision()) {
            case FP32 -> exact(decoder, encoded, call.terminal());
            case INT8 -> rounded(decoder, loaded, encoded, call.terminal());
          };
    }
    JsonLines.write(keys.output(), scored);
    double mean = scored.stream().mapToDouble(LogprobsVerb::mean).average().orElseThrow();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", scored.size());
    summary.put("mean_logprob", mean);
    summary.put("output", keys.output().toString());
    call.result(
        summary,
        String.format(
            java.util.Locale.ROOT,
            "%d rows scored, mean log-prob %.4f nats a token: %s",
            scored.size(),
            mean,
            keys.output()));
    return 0;
  }

  private static List<Map<String, Object>> exact(
      Decoder decoder, List<Encoded> rows, Terminal terminal) {
    return score(tokens -> TokenScores.logProbs(decoder, tokens), rows, terminal.bar("scoring"));
  }

  private static List<Map<String, Object>> rounded(
      Decoder decoder, Loaded loaded, List<Encoded> rows, Terminal terminal) {
    try (Inference inference = decoder.inference(KernelChoice.always(LinearKernel.INT8))) {
      terminal.say(
          "int8 " + FixedText.loss(decoder, inference, loaded.tokenizer()::encodeFromStart));
      return score(
          tokens -> TokenScores.logProbs(inference, tokens), rows, terminal.bar("scoring"));
    }
  }

  private static Encoded checked(Encoded row, Decoder decoder) {
    int context = decoder.config().context();
    if (row.tokenIds().length < 2 || row.completionLength() < 1) {
      throw BadInput.of("nothing to score").fix("give at least one token after the prompt");
    }
    if (row.tokenIds().length > context) {
      throw BadInput.of("longer than the model's context of " + context)
          .value(row.tokenIds().length + " tokens")
          .fix("shorten the row");
    }
    int vocabulary = decoder.config().vocabulary();
    IntStream.of(row.tokenIds())
        .filter(id -> id < 0 || id >= vocabulary)
        .findFirst()
        .ifPresent(
            id -> {
              throw BadInput.of("no such token in a vocabulary of " + vocabulary)
                  .key("token_ids")
                  .value(id);
            });
    return row;
  }

  private static List<Map<String, Object>> score(
      Function<PackedTokens, double[]> scorer, List<Encoded> rows, Progress progress) {
    List<Map<String, Object>> results = new ArrayList<>();
    int start = 0;
    while (start < rows.size()) {
      int end = start;
      int tokens = 0;
      while (end < rows.size()
          && (end == start || tokens + rows.get(end).tokenIds().length <= BUDGET)) {
        tokens += rows.get(end++).tokenIds().length;
      }
      List<Encoded> batch = rows.subList(start, end);
      double[] scores =
          scorer.apply(PackedTokens.rows(batch.stream().map(Encoded::tokenIds).toList()));
      int offset = 0;
      for (Encoded row : batch) {
        int length = row.tokenIds().length;
        results.add(result(row, Arrays.copyOfRange(scores, offset, offset + length)));
        offset += length;
      }
      start = end;
      progress.advance(start, rows.size());
    }
    return results;
  }

  private static double mean(Map<String, Object> result) {
    return (double) Objects.requireNonNull(result.get("mean"), "mean");
  }

  private static Map<String, Object> result(Encoded row, double[] scores) {
    List<@Nullable Double> values = new ArrayList<>();
    values.add(null);
    IntStream.range(1, scores.length).forEach(i -> values.add(scores[i]));
    double sum =
        IntStream.range(row.promptLength(), scores.length).mapToDouble(i -> scores[i]).sum();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("token_ids", row.tokenIds());
    result.put("logprobs", values);
    result.put(
        "mask",
        IntStream.range(0, scores.length).map(i -> i < row.promptLength() ? 0 : 1).toArray());
    result.put("sum", sum);
    result.put("mean", sum / row.completionLength());
    return result;
  }
}
