package dev.ballast.report;

import dev.ballast.eval.BenchmarkResult;
import dev.ballast.eval.MetricValue;
import dev.ballast.eval.Scorecard;
import dev.ballast.json.BadInput;
import dev.ballast.task.ByJudge;
import dev.ballast.task.Doubts;
import dev.ballast.task.EvalFolder;
import dev.ballast.task.Figure;
import dev.ballast.task.MetricName;
import dev.ballast.task.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model among others.
 *
 * @param label name that no other has
 * @param source the folder that it was read from
 * @param seen task → what its training has seen of it
 */
record Candidate(String label, String source, List<Figure> figures, Map<String, Seen> seen) {
  /** Models and what a reader has to know of them together. */
  record All(List<Candidate> models, List<String> doubts) {}

  /**
   * Read folders: of {@code eval} or lm-eval, one model each; of a break-fix run, two.
   *
   * @throws BadInput when one holds neither results nor scorecards, is named twice, or is of a
   *     schema that is not known
   */
  static All read(List<Path> folders) {
    List<Candidate> models = new ArrayList<>();
    List<EvalFolder> evals = new ArrayList<>();
    Set<Path> read = new HashSet<>();
    for (Path folder : folders) {
      if (!read.add(folder.toAbsolutePath().normalize())) {
        throw BadInput.of("a folder is named twice").file(folder).fix("name each folder once");
      }
      if (measured(folder)) {
        EvalFolder eval = EvalFolder.read(folder);
        if (!eval.doubts().isEmpty()) {
          throw BadInput.of(String.join("; ", eval.doubts()))
              .fix("measure it again with lm-eval 0.4 or ballast eval");
        }
        evals.add(eval);
        models.add(new Candidate(name(folder), folder.toString(), Figure.of(eval), eval.seen()));
      } else {
        models.addAll(run(folder));
      }
    }
    return new All(distinct(models), doubts(evals));
  }

  /** Hold every task against the first evaluation that has it. */
  private static List<String> doubts(List<EvalFolder> evals) {
    Set<String> doubts = new LinkedHashSet<>();
    Map<String, EvalFolder> first = new LinkedHashMap<>();
    for (EvalFolder eval : evals) {
      eval.tasks()
          .forEach(
              (name, task) -> {
                EvalFolder other = first.computeIfAbsent(name, _ -> eval);
                String places = " (" + place(other) + " and " + place(eval) + ")";
                Optional.ofNullable(other.tasks().get(name)).stream()
                    .flatMap(old -> Doubts.of(name, old, task).stream())
                    .forEach(doubt -> doubts.add(doubt + places));
              });
    }
    return List.copyOf(doubts);
  }

  private static String place(EvalFolder eval) {
    return name(eval.results().toAbsolutePath().resolveSibling(""));
  }

  /** Tell whether a folder, or file, is of an evaluation rather than of a run. */
  static boolean measured(Path place) {
    if (Files.isRegularFile(place)) {
      return true;
    }
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.anyMatch(f -> f.getFileName().toString().matches("results_.+\\.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + place, e);
    }
  }

  private static List<Candidate> run(Path path) {
    Folder folder = Folder.of(path);
    MetricTables tables = MetricTables.of(folder, Grades.of(folder));
    List<Candidate> models = new ArrayList<>();
    tables.before().ifPresent(card -> models.add(of(path, "before", card)));
    tables.after().ifPresent(card -> models.add(of(path, "after", card)));
    if (models.isEmpty()) {
      throw BadInput.of("neither results_*.json nor a scorecard in this folder")
          .file(path)
          .fix("name folders that eval, lm-eval or breakfix wrote");
    }
    return models;
  }

  private static Candidate of(Path path, String phase, Scorecard card) {
    List<Figure> figures = new ArrayList<>();
    for (BenchmarkResult result : card.benchmarks()) {
      for (MetricValue value : result.metrics().values()) {
        figures.add(
            new Figure(
                new MetricName(result.benchmark(), value.metric(), MetricName.UNFILTERED),
                value.value(),
                Optional.of(value.interval()),
                value.n(),
                value.unscored(),
                value.higherIsBetter(),
                judge(result)));
      }
    }
    return new Candidate(name(path) + ", " + phase, path.toString(), figures, Map.of());
  }

  private static Optional<ByJudge> judge(BenchmarkResult result) {
    return result.scorers().isEmpty()
        ? Optional.empty()
        : Optional.of(new ByJudge(String.join(", ", result.scorers()), Optional.empty()));
  }

  private static String name(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** Give those that share a name their whole path, and a number where they share that, too. */
  private static List<Candidate> distinct(List<Candidate> models) {
    Set<String> taken = new HashSet<>();
    List<Candidate> distinct = new ArrayList<>();
    for (Candidate model : models) {
      long same = models.stream().filter(other -> other.label().equals(model.label())).count();
      String name = same > 1 ? model.source() : model.label();
      String label = name;
      for (int i = 2; !taken.add(label); i++) {
        label = name + " (" + i + ")";
      }
      distinct.add(new Candidate(label, model.source(), model.figures(), model.seen()));
    }
    return distinct;
  }
}
