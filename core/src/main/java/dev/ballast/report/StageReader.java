package dev.ballast.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads training stages: their events, and the curves in {@code trainer_state.json}. */
final class StageReader {
  private static final String STATE = "trainer_state.json";
  private static final int DEPTH = 3;

  private final Folder folder;

  StageReader(Folder folder) {
    this.folder = folder;
  }

  List<Figures.Stage> stages() {
    List<Figures.Stage> stages = new ArrayList<>();
    List<JsonNode> started = folder.bodies("stage_started").toList();
    for (JsonNode start : started) {
      String name = Folder.string(start, "stage");
      Optional<JsonNode> done =
          folder
              .bodies("stage_done")
              .filter(d -> Folder.string(d, "stage").equals(name))
              .filter(d -> d.path("round").asInt(1) == start.path("round").asInt(1))
              .findFirst();
      stages.add(stage(name, start, done));
    }
    if (started.isEmpty()) {
      plain().ifPresent(stages::add);
    }
    return stages;
  }

  private Figures.Stage stage(String name, JsonNode start, Optional<JsonNode> done) {
    int round = start.path("round").asInt(1);
    Map<String, String> facts = new LinkedHashMap<>();
    start
        .path("rows")
        .properties()
        .forEach(e -> facts.put("rows, " + Words.plain(e.getKey()), e.getValue().asString()));
    done.ifPresent(d -> facts(d, facts));
    List<JsonNode> log = done.map(d -> log(places(Folder.string(d, "model")))).orElse(List.of());
    String title = round > 1 ? name + ", round " + round : name;
    return stage(title, Folder.string(start, "method"), log, facts);
  }

  private static void facts(JsonNode done, Map<String, String> facts) {
    done.path("facts")
        .properties()
        .forEach(e -> facts.put(Words.name(e.getKey()), Words.figure(e.getValue().asDouble(0))));
    facts.put("weights, sha256", Folder.string(done, "hash"));
  }

  /** Where a stage's log may stand: in its model's folder, or in the one that holds the model. */
  private List<Path> places(String model) {
    Path own = folder.path().resolve(model).normalize();
    return own.endsWith("model") ? List.of(own, own.resolveSibling("")) : List.of(own);
  }

  private Optional<Figures.Stage> plain() {
    List<JsonNode> log =
        folder.bodies("train.step").map(b -> b.has("metrics") ? b.path("metrics") : b).toList();
    if (log.isEmpty()) {
      log = log(List.of(folder.path()));
    }
    return log.isEmpty()
        ? Optional.empty()
        : Optional.of(
            stage("Training", Folder.string(folder.manifest(), "command"), log, Map.of()));
  }

  /** Return the longest log that the places hold. */
  private static List<JsonNode> log(List<Path> places) {
    return places.stream()
        .distinct()
        .flatMap(place -> Folder.find(place, STATE, DEPTH).stream())
        .map(Folder::json)
        .max(Comparator.comparingLong(state -> state.path("global_step").asLong(0)))
        .map(state -> state.path("log_history").valueStream().toList())
        .orElse(List.of());
  }

  private static Figures.Stage stage(
      String name, String method, List<JsonNode> log, Map<String, String> facts) {
    Map<String, List<Figures.Point>> curves = new LinkedHashMap<>();
    Set<Double> steps = new LinkedHashSet<>();
    for (JsonNode entry : log) {
      double step = entry.path("step").asDouble(0);
      steps.add(step);
      JsonNode values = entry.has("values") ? entry.path("values") : entry;
      values
          .properties()
          .forEach(
              e -> {
                boolean metric = !e.getKey().equals("step") && !e.getKey().equals("epoch");
                if (metric && e.getValue().isNumber()) {
                  curves
                      .computeIfAbsent(e.getKey(), _ -> new ArrayList<>())
                      .add(new Figures.Point(step, e.getValue().asDouble(0)));
                }
              });
    }
    long last = (long) steps.stream().mapToDouble(s -> s).max().orElse(0);
    List<Figures.Curve> list =
        curves.entrySet().stream().map(e -> new Figures.Curve(e.getKey(), e.getValue())).toList();
    return new Figures.Stage(name, method, last, list, facts);
  }
}
