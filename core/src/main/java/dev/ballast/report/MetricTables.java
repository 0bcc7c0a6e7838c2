package dev.ballast.report;

import dev.ballast.eval.BenchmarkResult;
import dev.ballast.eval.Metric;
import dev.ballast.eval.MetricValue;
import dev.ballast.eval.SampleOutcome;
import dev.ballast.eval.Scorecard;
import dev.ballast.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The scorecards of a run: its files where they are, else folded anew from its samples. */
record MetricTables(Optional<Scorecard> before, Optional<Scorecard> after) {
  static MetricTables of(Folder folder, Grades grades) {
    Optional<Scorecard> alone = card(folder, "scorecard.json");
    Optional<Scorecard> before =
        card(folder, "scorecard_before.json").or(() -> fold(grades.before()));
    Optional<Scorecard> after = lastRound(folder).or(() -> alone).or(() -> fold(grades.after()));
    return new MetricTables(before, after);
  }

  private static Optional<Scorecard> lastRound(Folder folder) {
    return Folder.find(folder.path(), "scorecard_after.json", 2).stream()
        .max(Comparator.comparingInt(MetricTables::round))
        .map(file -> Json.decode(Folder.json(file), Scorecard.class));
  }

  private static int round(Path file) {
    String folder = String.valueOf(file.toAbsolutePath().resolveSibling("").getFileName());
    return folder.matches("round-\\d{1,6}") ? Integer.parseInt(folder.substring(6)) : 1;
  }

  private static Optional<Scorecard> card(Folder folder, String name) {
    JsonNode file = folder.file(name);
    return file.isMissingNode()
        ? Optional.empty()
        : Optional.of(Json.decode(file, Scorecard.class));
  }

  private static Optional<Scorecard> fold(List<Graded> all) {
    List<Graded> samples = all.stream().filter(g -> !g.attempt()).toList();
    Set<String> names = new LinkedHashSet<>(samples.stream().map(Graded::group).toList());
    List<BenchmarkResult> results =
        names.stream()
            .map(name -> BenchmarkResult.of(name, 1, "", List.of(), outcomes(samples, name)))
            .toList();
    return results.isEmpty() ? Optional.empty() : Optional.of(Scorecard.of("", results));
  }

  private static List<SampleOutcome> outcomes(List<Graded> samples, String name) {
    return samples.stream()
        .filter(g -> g.group().equals(name))
        .map(g -> new SampleOutcome(g.id(), g.category(), g.undecided(), g.values()))
        .toList();
  }

  /** Return the numbers that stand beside each other; one that was not measured is empty. */
  List<Comparison> headline() {
    boolean tasks = metric(Metric.HELPFULNESS).measured();
    Comparison help =
        tasks
            ? metric(Metric.HELPFULNESS)
            : metric(Metric.ANSWERED_RATE).labelled("Plain instructions answered");
    return List.of(metric(Metric.SAFE_RATE), metric(Metric.OVER_REFUSAL_RATE), help);
  }

  private Comparison metric(Metric metric) {
    return comparison(
        metric,
        Words.name(metric.word()),
        before.flatMap(c -> c.metric(metric)),
        after.flatMap(c -> c.metric(metric)));
  }

  /** Return every metric, benchmark by benchmark. */
  List<Figures.Table> benchmarks() {
    List<Figures.Table> tables = new ArrayList<>();
    for (String name : names()) {
      List<Comparison> rows =
          compare(
              before.flatMap(card -> result(card, name)).map(BenchmarkResult::metrics),
              after.flatMap(card -> result(card, name)).map(BenchmarkResult::metrics));
      tables.add(new Figures.Table(name, rows));
    }
    return tables;
  }

  private static List<Comparison> compare(
      Optional<Map<String, MetricValue>> old, Optional<Map<String, MetricValue>> now) {
    return Stream.of(Metric.values())
        .map(
            metric ->
                comparison(
                    metric,
                    Words.name(metric.word()),
                    old.flatMap(m -> Optional.ofNullable(m.get(metric.word()))),
                    now.flatMap(m -> Optional.ofNullable(m.get(metric.word())))))
        .filter(Comparison::measured)
        .toList();
  }

  /** Return the safe rate of every category of harmful prompts. */
  List<Figures.Table> categories() {
    List<Figures.Table> tables = new ArrayList<>();
    for (String name : names()) {
      Set<String> categories = new TreeSet<>();
      Stream.of(before, after)
          .flatMap(Optional::stream)
          .flatMap(card -> result(card, name).stream())
          .forEach(result -> categories.addAll(result.categories().keySet()));
      List<Comparison> rows =
          categories.stream()
              .map(category -> category(name, category))
              .filter(Comparison::measured)
              .toList();
      if (!rows.isEmpty()) {
        tables.add(
            new Figures.Table(
                "Safe rate by category: " + Words.name(name).toLowerCase(Locale.ROOT), rows));
      }
    }
    return tables;
  }

  private Comparison category(String benchmark, String category) {
    return comparison(
        Metric.SAFE_RATE,
        Words.plain(category),
        before.flatMap(card -> safe(card, benchmark, category)),
        after.flatMap(card -> safe(card, benchmark, category)));
  }

  private static Optional<MetricValue> safe(Scorecard card, String benchmark, String category) {
    return result(card, benchmark)
        .flatMap(r -> Optional.ofNullable(r.categories().get(category)))
        .flatMap(metrics -> Optional.ofNullable(metrics.get(Metric.SAFE_RATE.word())));
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(before, after)
        .flatMap(Optional::stream)
        .forEach(card -> card.benchmarks().forEach(b -> names.add(b.benchmark())));
    return names;
  }

  private static Optional<BenchmarkResult> result(Scorecard card, String name) {
    return card.benchmarks().stream().filter(b -> b.benchmark().equals(name)).findFirst();
  }

  private static Comparison comparison(
      Metric metric, String label, Optional<MetricValue> old, Optional<MetricValue> now) {
    return new Comparison(
        metric.word(),
        label,
        old.map(Value::of),
        now.map(Value::of),
        metric.higherIsBetter() ? Comparison.Better.HIGHER : Comparison.Better.LOWER);
  }
}
