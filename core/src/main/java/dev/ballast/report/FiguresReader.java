package dev.ballast.report;

import dev.ballast.json.Json;
import dev.ballast.score.ScorerCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads all figures of a page from a run's folder. */
final class FiguresReader {
  private final Folder folder;
  private final Grades grades;
  private final MetricTables metrics;
  private final AttackTables attacks;

  private FiguresReader(Folder folder) {
    this.folder = folder;
    this.grades = Grades.of(folder);
    this.metrics = MetricTables.of(folder, grades);
    this.attacks = AttackTables.of(grades);
  }

  static Figures read(Path path) {
    return new FiguresReader(Folder.of(path)).read();
  }

  private Figures read() {
    List<Comparison> headline = new ArrayList<>();
    if (metrics.before().isPresent() || metrics.after().isPresent()) {
      headline.addAll(metrics.headline());
    }
    attacks.heldOut().ifPresent(headline::add);
    List<Figures.Table> categories = new ArrayList<>(metrics.categories());
    categories.addAll(attacks.categories());
    List<Figures.Stage> stages = new StageReader(folder).stages();
    return new Figures(
        identity(),
        ruling(),
        headline,
        metrics.benchmarks(),
        attacks.families(),
        categories,
        counts(),
        stages,
        SampleReader.read(grades),
        cards(),
        split(),
        missing(stages));
  }

  private Figures.Identity identity() {
    JsonNode manifest = folder.manifest();
    String planned = Folder.string(folder.last("plan"), "model");
    String named = manifest.path("config").path("model").asString("");
    return new Figures.Identity(
        Folder.string(manifest, "command"),
        planned.isEmpty() ? named : planned,
        Folder.string(manifest, "fingerprint"),
        manifest.path("seed").asLong(0),
        manifest.path("sealed").asBoolean(false) || folder.bodies("finished").count() > 0,
        Folder.texts(manifest.path("config")),
        Folder.texts(manifest.path("inputs")),
        Folder.texts(manifest.path("outputs")),
        Folder.texts(manifest.path("versions")),
        Folder.texts(manifest.path("kernels")));
  }

  private Figures.Ruling ruling() {
    JsonNode gate = folder.last("gate");
    JsonNode found = gate.isMissingNode() ? folder.file("gate.json") : gate;
    List<Figures.Rule> rules =
        found.path("reasons").valueStream().map(FiguresReader::rule).toList();
    return new Figures.Ruling(
        Folder.string(found, "decision"),
        found.path("round").asInt(1),
        rules,
        Folder.string(folder.last("finished"), "model"));
  }

  private static Figures.Rule rule(JsonNode reason) {
    String metric = Folder.string(reason, "metric");
    return new Figures.Rule(
        metric,
        Words.capital(Words.name(metric)),
        reason.path("before").asDouble(0),
        reason.path("after").asDouble(0),
        reason.path("bound").asDouble(0),
        reason.path("n").asInt(0),
        Folder.string(reason, "rule"),
        reason.path("holds").asBoolean(false));
  }

  private List<Figures.Count> counts() {
    List<Figures.Count> counts = new ArrayList<>();
    for (String group : grades.groups()) {
      Grades own = grades.only(g -> g.group().equals(group));
      String name =
          group.startsWith(Graded.ATTACK)
              ? "Attacks: " + Words.name(group.substring(Graded.ATTACK.length()))
              : Words.capital(Words.name(group));
      count(name, "before", own.before()).ifPresent(counts::add);
      count(name, "after", own.after()).ifPresent(counts::add);
    }
    return counts;
  }

  private static Optional<Figures.Count> count(String name, String phase, List<Graded> all) {
    int undecided = (int) all.stream().filter(Graded::undecided).count();
    int errors = (int) all.stream().filter(Graded::error).count();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figures.Count(name, phase, all.size(), undecided, errors));
  }

  /** Read {@code scorer_cards.json}: the cards of the scorers, as they shipped with the run. */
  private List<Figures.Card> cards() {
    JsonNode file = folder.file("scorer_cards.json");
    return file.valueStream()
        .map(node -> Json.decode(node, ScorerCard.class))
        .flatMap(card -> card.sets().stream().map(set -> card(card.scorer(), set)))
        .toList();
  }

  private static Figures.Card card(String scorer, ScorerCard.OnSet set) {
    Map<String, Value> rates = new LinkedHashMap<>();
    set.balancedAccuracy().ifPresent(i -> rates.put("balanced accuracy", Value.of(i, 0)));
    set.sensitivity().ifPresent(i -> rates.put("sensitivity", Value.of(i, 0)));
    set.specificity().ifPresent(i -> rates.put("specificity", Value.of(i, 0)));
    set.kappa().ifPresent(i -> rates.put("kappa", Value.of(i, 0)));
    return new Figures.Card(scorer, set.set(), set.n(), rates);
  }

  private Figures.Split split() {
    JsonNode plan = folder.last("plan");
    JsonNode split = folder.last("split");
    List<Figures.Rows> sets = new ArrayList<>();
    split
        .path("sets")
        .properties()
        .forEach(
            e ->
                sets.add(
                    new Figures.Rows(
                        e.getKey(),
                        e.getValue().path("rows").asInt(0),
                        Folder.string(e.getValue(), "hash"))));
    return new Figures.Split(
        sets,
        Folder.list(split.path("heldOutCategories")),
        Folder.list(plan.path("attacks")),
        Folder.list(plan.path("heldOutAttacks")),
        split.path("removed").asInt(0),
        split.path("skipped").asInt(0));
  }

  private List<String> missing(List<Figures.Stage> stages) {
    List<String> missing = new ArrayList<>();
    boolean repair = folder.bodies("plan").findAny().isPresent() || metrics.before().isPresent();
    note(missing, folder.manifest().isMissingNode(), "manifest.json: command, config and hashes");
    note(missing, folder.events().isEmpty(), "events.jsonl: the log of the run");
    if (repair) {
      note(missing, metrics.before().isEmpty(), "the measurement before");
      note(missing, metrics.after().isEmpty(), "the measurement after");
      note(missing, attacks.heldOut().isEmpty(), "attacks with held-out families");
      note(missing, ruling().decision().isEmpty(), "the gate's decision");
      note(missing, cards().isEmpty(), "the scorers' cards (scorer_cards.json)");
    }
    for (Figures.Stage stage : stages) {
      boolean logs = stage.makesSteps();
      note(missing, logs && stage.curves().isEmpty(), "the training log of " + stage.name());
    }
    note(missing, stages.isEmpty() && metrics.after().isEmpty(), "training and measurements");
    return missing;
  }

  private static void note(List<String> missing, boolean absent, String what) {
    if (absent) {
      missing.add(what);
    }
  }
}
