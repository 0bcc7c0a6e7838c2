package dev.ballast.report;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.ledger.AtomicFile;
import dev.ballast.task.ByJudge;
import dev.ballast.task.Figure;
import dev.ballast.task.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Many models on one page: their figures side by side, and two metrics against each other. */
public final class ScorecardPage {
  private final Candidate.All all;
  private final Optional<ParetoPlot> plot;
  private final Axes axes;

  private record Axes(Measure x, Measure y) {}

  private ScorecardPage(Candidate.All all, Axes axes, Optional<ParetoPlot> plot) {
    this.all = all;
    this.axes = axes;
    this.plot = plot;
  }

  /** Tell whether a folder is an evaluation's, which has no ledger. */
  public static boolean measured(Path folder) {
    return Candidate.measured(folder);
  }

  /**
   * Write a page, and the same figures as JSON beside it.
   *
   * @param folders of evaluations and break-fix runs
   * @param x key of a metric: {@code METRIC}, {@code TASK.METRIC} or {@code TASK.METRIC,FILTER};
   *     empty = over_refusal_rate, or else helpfulness
   * @param y the same; empty = safe_rate
   * @return why the models are not of one kind, in sentences that the page has, too
   * @throws BadInput when a folder holds no figures or is named twice, or no model has a metric
   *     that is named
   * @throws OutsideMissing when the page cannot be written
   */
  public static List<String> write(
      List<Path> folders, Optional<String> x, Optional<String> y, Path page) {
    Candidate.All all = Candidate.read(folders);
    Set<String> keys = Measure.keys(all.models());
    String standard = keys.contains("over_refusal_rate") ? "over_refusal_rate" : "helpfulness";
    Axes axes = new Axes(new Measure(x.orElse(standard)), new Measure(y.orElse("safe_rate")));
    boolean asked = x.isPresent() || y.isPresent();
    boolean there = keys.contains(axes.x().key()) && keys.contains(axes.y().key());
    if (asked || there) {
      axes.x().check(all.models(), "x");
      axes.y().check(all.models(), "y");
    }
    Optional<ParetoPlot> plot =
        there ? Optional.of(new ParetoPlot(all.models(), axes.x(), axes.y())) : Optional.empty();
    ScorecardPage own =
        new ScorecardPage(all, axes, plot.filter(drawn -> !drawn.points().isEmpty()));
    String name = page.getFileName().toString().replaceFirst("\\.html?$", "");
    AtomicFile.write(page.resolveSibling(name + ".json"), Json.pretty(own.figures()) + "\n");
    AtomicFile.write(page, own.markup());
    return all.doubts();
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("models", all.models());
    figures.put("doubts", all.doubts());
    figures.put("x", axes.x().key());
    figures.put("y", axes.y().key());
    figures.put("points", plot.map(ParetoPlot::points).orElse(List.of()));
    return figures;
  }

  private String markup() {
    List<Element> sections = List.of(plane(), overview(), details());
    int n = all.models().size();
    String title = n == 1 ? "The scorecard of a model" : "Scorecards of " + n + " models";
    Element head =
        Element.of("header")
            .add(
                Element.of("a", "skip").set("href", "#main").text("Skip to the content"),
                Element.of("p", "over").text("Ballast · report"),
                Element.of("h1").text(title),
                Page.contents(sections));
    Element main = Element.of("main").set("id", "main").add(sections);
    Element foot =
        Element.of("footer")
            .add(Page.paragraph("Made from the folders alone. The same give the same page."));
    return Page.document(title, "", List.of(head, main, foot));
  }

  private Element plane() {
    Element section = Page.section("trade-off", "Trade-off", "What is paid for what");
    if (plot.isEmpty()) {
      return section.add(
          Element.of("p", "soft")
              .text(
                  "No model has both "
                      + axes.x().key()
                      + " and "
                      + axes.y().key()
                      + ". Name two metrics with --x and --y: "
                      + String.join(", ", Measure.keys(all.models()))
                      + "."));
    }
    section.add(
        Page.paragraph(
            "Filled and joined: models that no other is as good as in both and better in one."
                + " Crosses are 95 % intervals; a difference inside them may be chance."),
        plot.get().figure());
    List<String> shown = plot.get().points().stream().map(ParetoPlot.Point::label).toList();
    List<String> absent =
        all.models().stream().map(Candidate::label).filter(l -> !shown.contains(l)).toList();
    if (!absent.isEmpty()) {
      section.add(
          Element.of("p", "note")
              .text(
                  "Not drawn, one of the two was not measured: "
                      + String.join(", ", absent)
                      + "."));
    }
    return section.add(over(axes.x()), over(axes.y()));
  }

  /** Tell over which tasks a metric without a task was taken, of each model where they differ. */
  private Element over(Measure measure) {
    Map<String, List<String>> tasks = new LinkedHashMap<>();
    for (Candidate model : all.models()) {
      String own =
          measure.figures(model).stream()
              .map(figure -> figure.name().task())
              .sorted()
              .collect(Collectors.joining(", "));
      if (!own.isEmpty()) {
        tasks.computeIfAbsent(own, _ -> new ArrayList<>()).add(model.label());
      }
    }
    String text =
        tasks.size() == 1
            ? " is measured by " + tasks.keySet().iterator().next()
            : tasks.entrySet().stream()
                .map(e -> String.join(", ", e.getValue()) + " on " + e.getKey())
                .collect(Collectors.joining("; ", " is not measured on the same tasks: ", ""));
    return Element.of("p", "note").text(measure.title() + text + ". " + judges(measure));
  }

  private String judges(Measure measure) {
    String judges =
        all.models().stream()
            .flatMap(model -> measure.figures(model).stream())
            .flatMap(figure -> figure.judge().stream())
            .map(ByJudge::judge)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return judges.isEmpty() ? "" : "Judge: " + judges + ".";
  }

  private Element overview() {
    List<String> heads = new ArrayList<>(List.of("Model"));
    List<String> styles = new ArrayList<>(List.of("text"));
    for (Family family : Family.values()) {
      heads.add(family.title());
      styles.add("lines");
    }
    Grid grid = new Grid("Side by side", heads, styles);
    for (Candidate model : all.models()) {
      List<String> cells = new ArrayList<>(List.of(model.label()));
      for (Family family : Family.values()) {
        String lines = String.join("\n", Overview.lines(model, family));
        cells.add(lines.isEmpty() ? "not measured" : lines);
      }
      grid.row(cells.toArray(String[]::new));
    }
    Element section =
        Page.section("models", "Models", "Every model")
            .add(
                Page.paragraph(
                    "Shares are of the rows of all tasks that have the metric, with 95 % intervals;"
                        + " capabilities are told by task."));
    section.add(Page.items(contaminated()));
    if (!all.doubts().isEmpty()) {
      section.add(
          Element.of("div", "ruling reject")
              .add(Element.of("p", "word").text("Not of one kind"), Page.items(all.doubts())));
    }
    return section.add(grid.element());
  }

  /** Tell of the models what their training has seen, in the words that eval and compare use. */
  private List<String> contaminated() {
    Map<String, List<String>> models = new LinkedHashMap<>();
    for (Candidate model : all.models()) {
      List<String> marks =
          model.seen().isEmpty()
              ? List.of("contaminated rows: not told by a run of break-fix")
              : Seen.marks(model.seen());
      marks.forEach(
          mark -> models.computeIfAbsent(mark, _ -> new ArrayList<>()).add(model.label()));
    }
    return models.entrySet().stream()
        .map(e -> String.join(", ", e.getValue()) + ": " + e.getKey())
        .toList();
  }

  private Element details() {
    Element section = Page.section("details", "Details", "With intervals and counts");
    for (Family family : Family.values()) {
      Grid grid =
          new Grid(
              family.title(),
              List.of(
                  "Metric",
                  "Model",
                  "Value",
                  "95 %",
                  "n",
                  "Unscored",
                  "Judge",
                  "Its error taken out",
                  "Contaminated rows"),
              List.of("text", "text", "num", "num", "num", "num", "text", "num", "num"));
      int rows = 0;
      for (String name : names(family)) {
        for (Candidate model : all.models()) {
          for (Figure figure : model.figures()) {
            if (figure.name().text().equals(name)) {
              row(grid, model, figure);
              rows++;
            }
          }
        }
      }
      if (rows > 0) {
        section.add(grid.element());
      }
    }
    return section;
  }

  private List<String> names(Family family) {
    return all.models().stream()
        .flatMap(model -> model.figures().stream())
        .filter(figure -> Family.of(figure.name().metric()) == family)
        .map(figure -> figure.name().text())
        .distinct()
        .toList();
  }

  private static void row(Grid grid, Candidate model, Figure figure) {
    String better = figure.higherIsBetter() ? "" : " (lower is better)";
    grid.row(
        figure.name().text() + better,
        model.label(),
        Overview.value(figure.value()),
        figure.interval().map(Overview::ends).orElse("not known"),
        Words.count(figure.n()),
        Words.count(figure.unscored()),
        figure.judge().map(ByJudge::judge).orElse("–"),
        figure
            .judge()
            .flatMap(ByJudge::corrected)
            .map(rate -> Overview.value(rate.estimate()) + " (" + Overview.ends(rate) + ")")
            .orElse("–"),
        Optional.ofNullable(model.seen().get(figure.name().task()))
            .map(seen -> seen.text())
            .orElse("unknown"));
  }
}
