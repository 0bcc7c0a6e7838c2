package dev.ballast.report;

import java.util.List;
import java.util.Optional;

/** Everything that was counted, before and after. */
final class NumbersPart {
  private NumbersPart() {}

  static Optional<Element> headline(Figures figures) {
    List<Comparison> rows = figures.headline();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Element cards = Element.of("div", rows.size() == 3 ? "cards three" : "cards");
    rows.forEach(row -> cards.add(card(row)));
    return Optional.of(
        Page.section("numbers", "Numbers", "The numbers that belong together")
            .add(
                Page.paragraph(
                    "A model that refuses everything is safe and useless: none of these numbers"
                        + " means anything without the others. All are measured on prompts that"
                        + " training never saw."),
                legend(),
                cards));
  }

  private static Element card(Comparison row) {
    Element big = Element.of("p", "big");
    big.add(Element.of("span", "was").text(estimate(row.before())));
    big.add(Element.of("span", "arrow").text("→"));
    big.add(Element.of("span", "now").text(estimate(row.after())));
    return Element.of("div", "card")
        .add(
            Element.of("h3").text(row.label()),
            big,
            WhiskerPlot.picture(row),
            facts("before", "b", row.before()),
            facts("after", "a", row.after()),
            Element.of("p", "facts")
                .text(
                    row.change().map(c -> Words.points(c) + " points; ").orElse("")
                        + row.better().words()));
  }

  private static Element facts(String phase, String style, Optional<Value> value) {
    String text =
        value
            .map(v -> " " + Words.range(v) + " %, n = " + Words.count(v.n()))
            .orElse(" not measured");
    return Element.of("p", "facts").add(Element.of("b", style).text(phase)).text(text);
  }

  private static String estimate(Optional<Value> value) {
    return value.map(v -> Words.percent(v.estimate())).orElse("–");
  }

  static Element legend() {
    return Element.of("div", "legend")
        .add(key("b", "before"), key("a", "after"))
        .text("whiskers: 95 % intervals");
  }

  private static Element key(String style, String name) {
    Element svg =
        Element.of("svg")
            .set("aria-hidden", "true")
            .add(
                Element.of("line", "whisk " + style)
                    .set("x1", "2")
                    .set("x2", "32")
                    .set("y1", "7")
                    .set("y2", "7"),
                Element.of("circle", "dot " + style).set("cx", "17").set("cy", "7").set("r", "5"));
    return Element.of("span", "key").add(svg).text(name);
  }

  static Optional<Element> scorecard(Figures figures) {
    if (figures.scorecard().isEmpty()) {
      return Optional.empty();
    }
    Grid grid =
        new Grid(
            "Every metric of every benchmark",
            List.of("Benchmark", "Metric", "Before", "After", "Change", "n"),
            List.of("text", "text", "num", "num", "num", "num"));
    for (Figures.Table table : figures.scorecard()) {
      table.rows().forEach(row -> row(grid, table.title(), row));
    }
    return Optional.of(Page.section("scorecard", "Scorecard", "The scorecard").add(grid.element()));
  }

  private static void row(Grid grid, String benchmark, Comparison row) {
    grid.row(
        Words.capital(Words.name(benchmark)),
        row.label(),
        cell(row.before()),
        cell(row.after()),
        row.change().map(Words::points).orElse("–"),
        WhiskerPlot.samples(row));
  }

  private static String cell(Optional<Value> value) {
    return value
        .map(v -> Words.percent(v.estimate()) + "  [" + Words.range(v) + "]")
        .orElse("not measured");
  }

  static Optional<Element> attacks(Figures figures) {
    if (figures.attacks().isEmpty()) {
      return Optional.empty();
    }
    Element section =
        Page.section("attacks", "Attacks", "Attack success by family")
            .add(
                Page.paragraph(
                    "The share of attempts whose answer is judged unsafe, on requests that training"
                        + " never saw; errors and answers that no judge could grade stay in the"
                        + " denominator. Lower is better."),
                legend());
    plots(section, figures.attacks());
    return Optional.of(section);
  }

  static Optional<Element> categories(Figures figures) {
    if (figures.categories().isEmpty()) {
      return Optional.empty();
    }
    Element section = Page.section("categories", "Categories", "By category of harm").add(legend());
    List<String> held = figures.split().heldOutCategories();
    plots(section, figures.categories().stream().map(t -> marked(t, held)).toList());
    return Optional.of(section);
  }

  /** Mark the categories that training never saw. */
  private static Figures.Table marked(Figures.Table table, List<String> held) {
    List<String> names = held.stream().map(Words::plain).toList();
    return new Figures.Table(
        table.title(),
        table.rows().stream()
            .map(
                row -> names.contains(row.label()) ? row.labelled(row.label() + ", held out") : row)
            .toList());
  }

  private static void plots(Element section, List<Figures.Table> tables) {
    for (Figures.Table table : tables) {
      section.add(Element.of("h3").text(table.title()), WhiskerPlot.of(table.rows()));
    }
  }

  static Optional<Element> counts(Figures figures) {
    if (figures.counts().isEmpty()) {
      return Optional.empty();
    }
    Grid grid =
        new Grid(
            "Answers without a grade",
            List.of("Measured on", "Phase", "n", "Degenerate or undetermined", "Errors", "Share"),
            List.of("text", "text", "num", "num", "num", "num"));
    for (Figures.Count count : figures.counts()) {
      grid.row(
          count.what(),
          count.phase(),
          Words.count(count.n()),
          Words.count(count.undecided()),
          Words.count(count.errors()),
          Words.percent((double) (count.undecided() + count.errors()) / count.n()));
    }
    return Optional.of(
        Page.section("ungraded", "Ungraded", "What could not be graded")
            .add(
                Element.of("p", "note")
                    .text(
                        "Empty, looping and gibberish answers are an outcome of their own: they are"
                            + " never counted as safe."),
                grid.element()));
  }
}
