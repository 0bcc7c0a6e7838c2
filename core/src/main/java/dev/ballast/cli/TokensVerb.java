package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.tokenizer.Encoded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Shows what the model will see: tokens, which carry loss, where the prompt ends. */
final class TokensVerb implements Verb {
  record Keys(
      ModelKeys model,
      @Key(doc = "JSONL rows: prompt and completion, messages, text or token_ids") Path data,
      @Key(doc = "write one JSON object a row here, instead of showing them")
          Optional<Path> output) {}

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public String summary() {
    return "show what the model will see: tokens, which carry loss, where the prompt ends";
  }

  @Override
  public String example() {
    return "ballast tokens embedded --data rows.jsonl";
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
    keys.output().ifPresent(Places::file);
    List<JsonNode> rows = Rows.read(keys.data());
    List<Integer> numbers = Rows.numbers(keys.data());
    List<Row> shown = new ArrayList<>();
    int moved = 0;
    try (Loaded loaded = Loaded.open(keys.model())) {
      for (int i = 0; i < rows.size(); i++) {
        try {
          shown.add(Row.of(loaded, loaded.encode(rows.get(i))));
        } catch (BadInput e) {
          moved++;
          BadInput named = e.file(keys.data()).row(numbers.get(i));
          call.terminal().say("ballast " + name() + ": " + named.getMessage());
        }
      }
    }
    keys.output().ifPresent(file -> JsonLines.write(file, maps(shown)));
    if (keys.output().isEmpty()) {
      call.result(maps(shown), text(shown));
    }
    return moved == 0 ? 0 : Main.BAD_INPUT;
  }

  /** A row as the model sees it. */
  private record Row(Encoded encoded, List<String> tokens) {
    static Row of(Loaded loaded, Encoded encoded) {
      return new Row(
          encoded, IntStream.of(encoded.tokenIds()).mapToObj(loaded.tokenizer()::token).toList());
    }

    Map<String, Object> map() {
      int[] ids = encoded.tokenIds();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("token_ids", ids);
      row.put("tokens", tokens);
      row.put(
          "mask",
          IntStream.range(0, ids.length).map(i -> i < encoded.promptLength() ? 0 : 1).toArray());
      row.put("prompt_tokens", encoded.promptLength());
      return row;
    }
  }

  private static List<Map<String, Object>> maps(List<Row> rows) {
    return rows.stream().map(Row::map).toList();
  }

  private static String text(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      int[] ids = rows.get(i).encoded().tokenIds();
      int prompt = rows.get(i).encoded().promptLength();
      text.append("row ").append(i + 1).append(": ").append(ids.length).append(" tokens, ");
      text.append(prompt).append(" without loss\n");
      for (int t = 0; t < ids.length; t++) {
        text.append(t < prompt ? "    " : "  * ");
        text.append(
            String.format(java.util.Locale.ROOT, "%7d  %s%n", ids[t], rows.get(i).tokens().get(t)));
      }
    }
    return text.append("* carries loss\n").toString();
  }
}
