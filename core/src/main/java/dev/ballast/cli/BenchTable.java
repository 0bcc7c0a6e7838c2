package dev.ballast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Every kind of work beside its peer, each in a process of its own, against the goals. */
record BenchTable(BenchVerb.Keys keys, Terminal terminal) {
  /** Figures that need no peer, and what is asked of them. */
  private static final Map<String, Double> SHARES =
      Map.of(Comparison.SGEMM_SHARE, 0.6, Comparison.MEMORY_BOUND_SHARE, 0.75);

  /**
   * What is asked for.
   *
   * @param words of the {@code bench} that measures it, the model and the peers left out
   * @param atLeast ratios, one a result
   * @param memory most of the peer's peak RSS
   */
  private record Goal(List<String> words, List<Double> atLeast, OptionalDouble memory) {
    /** Return what tells rows of the same work with different peers apart. */
    String beside() {
      return words.contains("--gguf") ? ", beside llama.cpp" : "";
    }

    static Goal train(TrainingWork mode, double ratio, OptionalDouble memory) {
      List<String> words = List.of("train", "--mode", mode.word());
      return new Goal(words, List.of(ratio), memory);
    }

    static Goal generate(String precision, double one, double sixteen) {
      List<String> words = List.of("generate", "--precision", precision);
      return new Goal(words, List.of(one, sixteen), OptionalDouble.empty());
    }
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(Goal.train(TrainingWork.FULL, 4, OptionalDouble.of(0.35)));
    goals.add(Goal.train(TrainingWork.CACHED, 3, OptionalDouble.of(0.4)));
    goals.add(Goal.train(TrainingWork.LORA, 4, OptionalDouble.of(0.3)));
    goals.add(Goal.train(TrainingWork.BFPO, 4, OptionalDouble.empty()));
    goals.add(Goal.generate("fp32", 2, 2));
    goals.add(Goal.generate("int8", 5.5, 5));
    keys.gguf().ifPresent(gguf -> goals.add(llama(gguf)));
    goals.add(new Goal(List.of("eval"), List.of(2.5), OptionalDouble.empty()));
    goals.add(new Goal(List.of("start"), List.of(3.0), OptionalDouble.empty()));
    return goals;
  }

  private static Goal llama(Path gguf) {
    List<String> words =
        List.of("generate", "--precision", "int8", "--gguf", gguf.toAbsolutePath().toString());
    return new Goal(words, List.of(0.9, 1.5), OptionalDouble.empty());
  }

  /** Measure everything; minutes for each row. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Goal goal : goals()) {
      terminal.say("bench " + String.join(" ", goal.words()));
      JsonNode results = OwnProcess.json(command(goal.words()));
      for (int i = 0; i < results.size(); i++) {
        rows.addAll(rows(results.get(i), goal, goal.atLeast().get(i)));
      }
    }
    return rows;
  }

  private List<String> command(List<String> words) {
    List<String> command = new ArrayList<>(List.of("bench"));
    command.addAll(words);
    command.addAll(List.of("--model", keys.model(), "--rounds", "" + keys.rounds()));
    command.addAll(List.of("--new_tokens", "" + keys.newTokens(), "--pairs", "" + keys.pairs()));
    command.addAll(List.of("--questions", "" + keys.questions()));
    command.addAll(List.of("--pairs_file", keys.pairsFile(), "--python", keys.python()));
    command.addAll(List.of("--data_root", keys.run().dataRoot().toString()));
    command.addAll(List.of("--threads", "" + keys.run().threads()));
    if (!keys.peers().isEmpty()) {
      List<String> folders = keys.peers().stream().map(Path::toString).toList();
      command.addAll(List.of("--peers", String.join(",", folders)));
    }
    return command;
  }

  private static List<Map<String, Object>> rows(JsonNode result, Goal goal, double atLeast) {
    List<Map<String, Object>> rows = new ArrayList<>();
    String work = result.path(Comparison.WORK).asString() + goal.beside();
    List<String> rates = new ArrayList<>();
    result
        .properties()
        .forEach(
            figure -> {
              if (figure.getKey().startsWith("ours, ") || figure.getKey().startsWith("peer, ")) {
                rates.add(figure.getKey() + " " + figure.getValue().asString());
              }
            });
    String measured = String.join("; ", rates);
    rows.add(row(work, measured, figure(result, Comparison.RATIO), ">= " + atLeast));
    goal.memory()
        .ifPresent(
            most ->
                rows.add(
                    row(
                        work + ", peak RSS",
                        measured,
                        figure(result, Comparison.MEMORY_RATIO),
                        "<= " + most)));
    SHARES.forEach(
        (share, least) ->
            figure(result, share)
                .ifPresent(
                    value ->
                        rows.add(
                            row(
                                work + ", " + share,
                                measured,
                                Optional.of(value),
                                ">= " + least))));
    return rows;
  }

  private static Optional<Double> figure(JsonNode result, String name) {
    return Optional.of(result.path(name)).filter(JsonNode::isNumber).map(JsonNode::asDouble);
  }

  private static Map<String, Object> row(
      String work, String measured, Optional<Double> ratio, String goal) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(Comparison.WORK, work);
    row.put("ratio", ratio.isPresent() ? ratio.get() : "no peer");
    row.put("goal", goal);
    row.put("met", ratio.isEmpty() ? "unknown" : met(ratio.get(), goal) ? "yes" : "no");
    row.put("measured", measured);
    return row;
  }

  private static boolean met(double ratio, String goal) {
    double bound = Double.parseDouble(goal.substring(3));
    return goal.startsWith("<") ? ratio <= bound : ratio >= bound;
  }

  /** Return the rows as a table in Markdown. */
  static String text(List<Map<String, Object>> rows) {
    StringBuilder text = new StringBuilder("| work | ratio | goal | met | measured |\n");
    text.append("|---|---|---|---|---|\n");
    for (Map<String, Object> row : rows) {
      text.append(
          String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", row.values().toArray()));
    }
    return text.toString();
  }
}
