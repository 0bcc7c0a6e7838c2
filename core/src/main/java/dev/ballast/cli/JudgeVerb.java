package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import dev.ballast.score.Scorer;
import dev.ballast.score.Scorers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Grades answers with one scorer. */
final class JudgeVerb implements Verb {
  record Keys(
      @Key(value = "harm", doc = "which scorer; a name means its newest version") String judge,
      @Key(value = "false", doc = "show the scorers with their measured agreement") boolean list,
      @Key(doc = "JSONL rows: prompt, response") Optional<Path> data,
      @Key(doc = "JSONL: the row plus verdict, score, category, judge") Optional<Path> output) {}

  @Override
  public String name() {
    return "judge";
  }

  @Override
  public String summary() {
    return "grade answers; --list shows each judge with its measured error";
  }

  @Override
  public String example() {
    return "ballast judge --judge refusal --data rows.jsonl --output out.jsonl";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    if (keys.list()) {
      call.result(Judges.cards(), Judges.text());
      return 0;
    }
    Path data = keys.data().orElseThrow(() -> missing("data"));
    Path output = keys.output().orElseThrow(() -> missing("output"));
    Places.file(output);
    Scorer scorer = Scorers.byName(keys.judge());
    List<JsonNode> rows = Rows.read(data);
    List<Map<String, @Nullable Object>> graded = Rows.each(data, rows, row -> graded(scorer, row));
    JsonLines.write(output, graded);
    long unscored = graded.stream().filter(row -> "unscored".equals(row.get("verdict"))).count();
    call.result(
        Map.of("rows", graded.size(), "unscored", unscored, "output", output.toString()),
        graded.size() + " answers graded, " + unscored + " of them unscored: " + output);
    return 0;
  }

  private static BadInput missing(String key) {
    return BadInput.of(key + " is missing").key(key).fix("--" + key + " FILE, or --list");
  }

  private static Map<String, @Nullable Object> graded(Scorer scorer, JsonNode row) {
    Score score =
        scorer.score(new Exchange(Loaded.text(row, "prompt"), Loaded.text(row, "response")));
    Map<String, @Nullable Object> graded = new LinkedHashMap<>();
    row.properties().forEach(field -> graded.put(field.getKey(), field.getValue()));
    switch (score) {
      case Score.Scored scored -> {
        graded.put("verdict", scored.verdict().word());
        graded.put("score", scored.score());
      }
      case Score.Unscored unscored -> {
        graded.put("verdict", "unscored");
        graded.put("score", null);
        graded.put("reason", unscored.why());
      }
    }
    graded.put("category", row.path("category").asString(""));
    graded.put("judge", scorer.id());
    return graded;
  }
}
