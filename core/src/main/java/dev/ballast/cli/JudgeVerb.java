package dev.ballast.cli;

import dev.ballast.json.BadInput;
import dev.ballast.json.JsonLines;
import dev.ballast.judge.Cards;
import dev.ballast.judge.Ensemble;
import dev.ballast.judge.JudgeCard;
import dev.ballast.judge.Judged;
import dev.ballast.judge.Opinion;
import dev.ballast.judge.PairAgreement;
import dev.ballast.score.Exchange;
import dev.ballast.score.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Grades answers with a scorer, a judge that asks a model, or several of them. */
final class JudgeVerb implements Verb {
  /** The category that a judge names, beside the row's own. */
  private static final String SAID = "judge_category";

  @Override
  public String name() {
    return "judge";
  }

  @Override
  public String summary() {
    return "grade answers; --list shows each judge with its measured error, --label asks people";
  }

  @Override
  public String example() {
    return "ballast judge --judge refusal --data rows.jsonl --output out.jsonl";
  }

  @Override
  public Class<?> keys() {
    return JudgeKeys.class;
  }

  @Override
  public Verb kind(List<String> words) {
    return words.stream().anyMatch(w -> w.equals("--label") || w.equals("--label=true"))
        ? new LabelVerb()
        : this;
  }

  @Override
  public int run(Call call) {
    JudgeKeys keys = call.decode(JudgeKeys.class);
    if (keys.list()) {
      list(call, keys);
      return 0;
    }
    Path data = keys.data().orElseThrow(() -> missing("data"));
    Path output = keys.output().orElseThrow(() -> missing("output"));
    Places.file(output);
    requireRule(keys);
    List<Seat> seats = Seat.of(keys.judge(), keys.asking());
    List<JsonNode> rows = Rows.read(data);
    boolean unread = seats.stream().allMatch(Seat::readsPromptAlone);
    List<Exchange> exchanges = Rows.each(data, rows, row -> unread ? request(row) : exchange(row));
    List<Seat.Said> said =
        seats.stream().map(seat -> seat.grade(exchanges, keys.opening(), call.terminal())).toList();
    List<Map<String, @Nullable Object>> graded = graded(rows, said, keys.ensemble());
    JsonLines.write(output, graded);
    tell(call, new Outcome(keys, output, said, graded));
    return 0;
  }

  private static void list(Call call, JudgeKeys keys) {
    List<JudgeCard> own = keys.card().map(Cards::with).map(Cards::own).orElse(List.of());
    Object document =
        keys.card().isEmpty() ? Judges.cards() : Map.of("shipped", Judges.cards(), "own", own);
    call.result(document, Judges.text() + Judges.text(own));
  }

  private static void requireRule(JudgeKeys keys) {
    if (keys.judge().size() > 1 && keys.ensemble().isEmpty()) {
      throw BadInput.of("several judges, and no rule how they decide")
          .key("ensemble")
          .value(keys.judge())
          .fix("--ensemble majority, mean or unanimous");
    }
    if (keys.judge().size() < 2 && keys.ensemble().isPresent()) {
      throw BadInput.of("an ensemble is of two judges or more")
          .key("judge")
          .value(keys.judge())
          .fix("--judge harm,llama-guard-3, or leave --ensemble out");
    }
    if (keys.judge().size() != keys.judge().stream().distinct().count()) {
      throw BadInput.of("a judge twice").key("judge").value(keys.judge());
    }
  }

  private static BadInput missing(String key) {
    return BadInput.of(key + " is missing").key(key).fix("--" + key + " FILE, or --list");
  }

  /** A row whose response no judge reads may lack it. */
  private static Exchange request(JsonNode row) {
    return row.has("response") ? exchange(row) : new Exchange(Loaded.text(row, "prompt"), "");
  }

  private static Exchange exchange(JsonNode row) {
    return new Exchange(Loaded.text(row, "prompt"), Loaded.text(row, "response"));
  }

  private static List<Map<String, @Nullable Object>> graded(
      List<JsonNode> rows, List<Seat.Said> said, Optional<Ensemble> ensemble) {
    List<String> ids = said.stream().map(Seat.Said::id).toList();
    List<Map<String, @Nullable Object>> graded = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      List<Judged> all = said.stream().map(s -> s.rows().get(row)).toList();
      Judged one =
          ensemble
              .map(rule -> new Judged(rule.combine(scores(all)), categories(all)))
              .orElseGet(all::getFirst);
      String id = ensemble.map(rule -> rule.id(ids)).orElseGet(ids::getFirst);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      rows.get(i).properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.remove("reason");
      fields.remove("judges");
      fields.remove(SAID);
      fields.putAll(opinion(id, one, rows.get(i).path("category").asString("")));
      if (ensemble.isPresent()) {
        List<Map<String, @Nullable Object>> judges = new ArrayList<>();
        for (int j = 0; j < all.size(); j++) {
          judges.add(opinion(ids.get(j), all.get(j), ""));
        }
        fields.put("judges", judges);
      }
      graded.add(fields);
    }
    return graded;
  }

  private static List<Score> scores(List<Judged> all) {
    return all.stream().map(Judged::score).toList();
  }

  private static List<String> categories(List<Judged> all) {
    return all.stream().flatMap(j -> j.categories().stream()).distinct().toList();
  }

  /**
   * @param category of the row, which stays: the judge's takes its place only where it is empty
   */
  private static Map<String, @Nullable Object> opinion(String id, Judged judged, String category) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Opinion said = Opinion.of(id, judged.score());
    fields.put("verdict", said.verdict());
    fields.put("score", said.score());
    if (judged.score() instanceof Score.Unscored unscored) {
      fields.put("reason", unscored.why());
    }
    String named = String.join(", ", judged.categories());
    fields.put("category", category.isEmpty() ? named : category);
    if (!named.isEmpty()) {
      fields.put(SAID, named);
    }
    fields.put("judge", id);
    return fields;
  }

  private record Outcome(
      JudgeKeys keys,
      Path output,
      List<Seat.Said> said,
      List<Map<String, @Nullable Object>> graded) {}

  private static void tell(Call call, Outcome outcome) {
    List<Map<String, @Nullable Object>> graded = outcome.graded();
    Map<String, Integer> reasons = new LinkedHashMap<>();
    graded.stream()
        .filter(row -> Opinion.UNSCORED.equals(row.get("verdict")))
        .forEach(row -> reasons.merge(String.valueOf(row.get("reason")), 1, Integer::sum));
    int unscored = reasons.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rows", graded.size());
    document.put("unscored", unscored);
    document.put("reasons", reasons);
    document.put("output", outcome.output().toString());
    Map<String, String> weights = new LinkedHashMap<>();
    outcome.said().stream()
        .filter(said -> !said.weights().isEmpty())
        .forEach(said -> weights.put(said.id(), said.weights()));
    document.put("weights", weights);
    StringBuilder text =
        new StringBuilder(
            graded.size()
                + " answers graded, "
                + unscored
                + " of them unscored: "
                + outcome.output()
                + "\n");
    reasons.forEach((why, n) -> text.append("  ").append(n).append(" ").append(why).append("\n"));
    List<String> repeated = repeatedIds(graded);
    document.put("repeated_ids", repeated);
    if (!repeated.isEmpty()) {
      text.append("  " + repeated.size() + " ids stand in several rows, " + repeated.getFirst());
      text.append(" first; each row is graded by itself\n");
    }
    if (outcome.keys().ensemble().isPresent()) {
      new Agreeing(outcome.said()).tell(outcome.keys(), outcome.graded(), document, text);
    }
    call.result(document, text.toString());
  }

  private static List<String> repeatedIds(List<Map<String, @Nullable Object>> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> row : rows) {
      if (row.get("id") instanceof JsonNode id) {
        counts.merge(id.asString(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What an ensemble's judges agree on. */
  private record Agreeing(List<Seat.Said> said) {
    private List<Opinion> opinions(int row) {
      return said.stream().map(s -> Opinion.of(s.id(), s.rows().get(row).score())).toList();
    }

    void tell(
        JudgeKeys keys,
        List<Map<String, @Nullable Object>> graded,
        Map<String, Object> document,
        StringBuilder text) {
      List<List<Opinion>> rows = new ArrayList<>();
      List<Map<String, @Nullable Object>> disputed = new ArrayList<>();
      for (int i = 0; i < graded.size(); i++) {
        rows.add(opinions(i));
        if (PairAgreement.disagree(rows.getLast())) {
          disputed.add(graded.get(i));
        }
      }
      Path queue = keys.queue().orElseGet(() -> beside(keys.output().orElseThrow()));
      JsonLines.write(queue, disputed);
      List<PairAgreement> pairs = PairAgreement.of(rows);
      document.put("judges", said.stream().map(Seat.Said::id).toList());
      document.put("pairs", pairs);
      document.put("disagreements", disputed.size());
      document.put("queue", queue.toString());
      for (PairAgreement pair : pairs) {
        text.append("  ")
            .append(pair.first())
            .append(" and ")
            .append(pair.second())
            .append(": kappa ")
            .append(pair.kappa().map(Judges::interval).orElse("not to be told"))
            .append(", " + pair.disagreements() + " of " + pair.rows() + " rows differ\n");
      }
      text.append(disputed.size() + " rows with disagreements: " + queue + "\n");
    }

    private static Path beside(Path output) {
      String name = String.valueOf(output.getFileName());
      String stem = name.endsWith(".jsonl") ? name.substring(0, name.length() - 6) : name;
      return output.resolveSibling(stem + ".disagreements.jsonl");
    }
  }
}
