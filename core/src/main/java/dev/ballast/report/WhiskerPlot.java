package dev.ballast.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shares as dots with their intervals on one axis of 0 to 100 %.
 *
 * <p>Each row is its own picture with coordinates in percent, so that text keeps its size on a
 * narrow screen.
 */
final class WhiskerPlot {
  private WhiskerPlot() {}

  static Element of(List<Comparison> rows) {
    Element plot = Element.of("div", "whiskers");
    rows.forEach(row -> plot.add(row(row)));
    Element axis = Element.of("div", "axis").set("aria-hidden", "true");
    Element ticks = Element.of("div", "ticks");
    for (int tick = 0; tick <= 100; tick += 25) {
      ticks.add(Element.of("span").text(tick == 100 ? "100 %" : String.valueOf(tick)));
    }
    return plot.add(axis.add(ticks));
  }

  private static Element row(Comparison row) {
    Element numbers = Element.of("div", "numbers");
    row.before().ifPresent(v -> numbers.add(number("b", v)));
    row.after().ifPresent(v -> numbers.add(number("a", v)));
    return Element.of("div", "row").add(label(row), picture(row), numbers);
  }

  private static Element label(Comparison row) {
    String style = row.label().equals(AttackTables.ALL) ? "label whole" : "label";
    return Element.of("div", style)
        .text(row.label() + " ")
        .add(Element.of("small").text("n = " + samples(row)));
  }

  /** Return how many samples stand behind a row: one number where both phases have the same. */
  static String samples(Comparison row) {
    return Stream.of(row.before(), row.after())
        .flatMap(Optional::stream)
        .map(v -> Words.count(v.n()))
        .distinct()
        .collect(Collectors.joining(" / "));
  }

  private static Element number(String style, Value value) {
    return Element.of("span", style)
        .add(Element.of("b").text(Words.percent(value.estimate())))
        .text(" " + Words.range(value));
  }

  static Element picture(Comparison row) {
    Element svg = Element.of("svg", "whisker").set("role", "img").set("aria-label", spoken(row));
    for (int tick = 0; tick <= 100; tick += 25) {
      svg.add(line(tick, tick, "0", "100%").set("class", "grid"));
    }
    row.before().ifPresent(v -> mark(svg, v, "b", "30%"));
    row.after().ifPresent(v -> mark(svg, v, "a", "70%"));
    return svg;
  }

  private static void mark(Element svg, Value value, String style, String y) {
    svg.add(
        line(100 * value.low(), 100 * value.high(), y, y).set("class", "whisk " + style),
        Element.of("circle", "dot " + style)
            .set("cx", at(100 * value.estimate()))
            .set("cy", y)
            .set("r", "5"));
  }

  private static Element line(double x1, double x2, String y1, String y2) {
    return Element.of("line").set("x1", at(x1)).set("x2", at(x2)).set("y1", y1).set("y2", y2);
  }

  private static String at(double percent) {
    return String.format(Locale.ROOT, "%.2f%%", percent);
  }

  private static String spoken(Comparison row) {
    return row.label()
        + ": "
        + spoken("before", row.before())
        + ", "
        + spoken("after", row.after());
  }

  private static String spoken(String phase, Optional<Value> value) {
    return value
        .map(v -> phase + " " + Words.percent(v.estimate()) + ", interval " + Words.range(v))
        .orElse(phase + " not measured");
  }
}
