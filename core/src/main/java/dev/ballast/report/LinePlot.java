package dev.ballast.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A training curve; the picture stretches with the page, its labels stay text. */
final class LinePlot {
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 300;
  private static final int INTERVALS = 3;

  private final Figures.Curve curve;
  private final Axis axis;
  private final double from;
  private final double to;

  private LinePlot(Figures.Curve curve) {
    this.curve = curve;
    double[] values = curve.points().stream().mapToDouble(Figures.Point::value).toArray();
    double min = java.util.Arrays.stream(values).min().orElse(0);
    double max = java.util.Arrays.stream(values).max().orElse(1);
    axis = Axis.of(min, max, INTERVALS);
    from = curve.points().getFirst().step();
    to = Math.max(from + 1, curve.points().getLast().step());
  }

  static Element of(Figures.Curve curve) {
    return new LinePlot(curve).figure();
  }

  private Element figure() {
    Element labels = Element.of("div", "ylabels").set("aria-hidden", "true");
    for (int i = axis.ticks(); i >= 0; i--) {
      labels.add(Element.of("span").text(Words.figure(axis.at(i))));
    }
    Element steps =
        Element.of("div", "xlabels")
            .set("aria-hidden", "true")
            .add(
                Element.of("span").text(Words.figure(from)),
                Element.of("span").text("step"),
                Element.of("span").text(Words.figure(to)));
    double last = curve.points().getLast().value();
    Element title =
        Element.of("figcaption")
            .add(Element.of("b").text(Words.capital(Words.name(curve.metric()))))
            .text(" ends at " + Words.figure(last));
    return Element.of("figure", "curve")
        .add(title, Element.of("div", "frame").add(labels, picture()), steps);
  }

  private Element picture() {
    Figures.Point first = curve.points().getFirst();
    Figures.Point last = curve.points().getLast();
    String spoken =
        Words.name(curve.metric())
            + " from "
            + Words.figure(first.value())
            + " to "
            + Words.figure(last.value())
            + " over "
            + Words.figure(to)
            + " steps";
    Element svg =
        Element.of("svg", "line")
            .set("viewBox", "0 0 1000 300")
            .set("preserveAspectRatio", "none")
            .set("role", "img")
            .set("aria-label", spoken);
    for (int i = 0; i <= axis.ticks(); i++) {
      String y = number(HEIGHT * i / axis.ticks());
      svg.add(
          Element.of("line", "grid").set("x1", "0").set("x2", "1000").set("y1", y).set("y2", y));
    }
    if (axis.low() < 0 && axis.high() > 0) {
      String y = number(y(0));
      svg.add(
          Element.of("line", "zero").set("x1", "0").set("x2", "1000").set("y1", y).set("y2", y));
    }
    return svg.add(Element.of("polyline", "stroke").set("points", points()));
  }

  private String points() {
    List<Figures.Point> points = curve.points();
    if (points.size() == 1) {
      points = List.of(points.getFirst(), new Figures.Point(to, points.getFirst().value()));
    }
    return points.stream()
        .map(p -> number((p.step() - from) / (to - from) * WIDTH) + "," + number(y(p.value())))
        .collect(Collectors.joining(" "));
  }

  private double y(double value) {
    return HEIGHT * (1 - axis.share(value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
