package dev.ballast.ci;

import dev.ballast.task.ByJudge;
import dev.ballast.task.Change;
import dev.ballast.task.Comparison;
import dev.ballast.task.EvalFolder;
import dev.ballast.task.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a build server is told: limits first, then every metric.
 *
 * @param verb that found it
 * @param results the file that the figures stand in
 * @param marks what a reader has to know beside the figures
 * @param columns of the rows, for people
 */
public record Findings(
    String verb,
    Path results,
    List<Finding> all,
    List<String> marks,
    List<String> columns,
    List<List<String>> rows) {
  private static final List<String> MEASURED =
      List.of("task", "metric", "value", "95 % interval", "n", "judge");
  private static final List<String> CHANGED =
      List.of("task", "metric", "before", "after", "change", "p (Holm)", "n", "verdict", "judge");
  private static final String NONE = "–";

  /** Tell of an evaluation. */
  public static Findings of(EvalFolder folder, List<Limit> limits, List<String> marks) {
    List<Figure> figures = Figure.of(folder);
    List<Finding> all = new ArrayList<>();
    limits.forEach(limit -> all.addAll(limit.on(figures)));
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      String interval =
          figure.interval().map(i -> Numbers.range(i.low(), i.high())).orElse("not known");
      all.add(
          noted(
              Finding.Kind.NOTED,
              "metric",
              figure,
              String.format(
                  Locale.ROOT,
                  "%s is %.4f, 95 %% interval %s, n %d%s",
                  figure.name().text(),
                  figure.value(),
                  interval,
                  figure.n(),
                  figure.judge().map(by -> ", judge " + by.text()).orElse(""))));
      rows.add(
          List.of(
              figure.name().task(),
              figure.name().metricAndFilter(),
              Numbers.number(figure.value()),
              interval,
              String.valueOf(figure.n()),
              figure.judge().map(ByJudge::text).orElse(NONE)));
    }
    return new Findings("eval", folder.results(), all, marks, MEASURED, rows);
  }

  private static Finding noted(Finding.Kind kind, String family, Figure figure, String message) {
    return new Finding(kind, family, figure.name(), figure.name().text(), message);
  }

  /** Tell of two evaluations. */
  public static Findings of(
      EvalFolder after, Comparison comparison, List<ChangeLimit> limits, List<String> marks) {
    List<Finding> all = new ArrayList<>();
    limits.forEach(limit -> all.addAll(limit.on(comparison.changes())));
    List<List<String>> rows = new ArrayList<>();
    for (Change change : comparison.changes()) {
      boolean worse = change.verdict() == Change.Verdict.WORSE;
      List<String> cells = cells(change);
      all.add(
          new Finding(
              worse ? Finding.Kind.WORSE : Finding.Kind.NOTED,
              "change",
              change.name(),
              change.name().text(),
              String.format(
                  Locale.ROOT,
                  "%s went from %s to %s, %s, p %.4f after Holm, %s: %s%s",
                  change.name().text(),
                  cells.get(2),
                  cells.get(3),
                  cells.get(4),
                  change.adjusted(),
                  change.finds(),
                  change.verdict().words(),
                  change.judge().map(judge -> ", judge " + judge).orElse(""))));
      rows.add(cells);
    }
    List<String> both = new ArrayList<>(comparison.doubts());
    both.addAll(marks);
    return new Findings("compare", after.results(), all, both, CHANGED, rows);
  }

  private static List<String> cells(Change change) {
    return List.of(
        change.task(),
        change.name().metricAndFilter(),
        Numbers.number(change.before()),
        Numbers.number(change.after()),
        Numbers.signed(change.change().estimate())
            + " "
            + Numbers.signedRange(change.change().low(), change.change().high()),
        Numbers.number(change.adjusted()),
        n(change),
        change.verdict().words(),
        change.judge().orElse(NONE));
  }

  private static String n(Change change) {
    return change.ungraded() == 0
        ? String.valueOf(change.n())
        : change.n() + " (" + change.ungraded() + " not graded in both)";
  }

  /** Return what does not hold, in sentences. */
  public List<String> failed() {
    return of(Finding.Kind.FAILED).stream().map(Finding::message).toList();
  }

  /** Return what the figures keep without showing that it holds, in sentences. */
  public List<String> open() {
    return of(Finding.Kind.OPEN).stream().map(Finding::message).toList();
  }

  List<Finding> of(Finding.Kind kind) {
    return all.stream().filter(finding -> finding.kind() == kind).toList();
  }
}
