package dev.ballast.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Models by two metrics, with those joined that no other beats in both. */
final class ParetoPlot {
  private static final double LEFT = 64;
  private static final double TOP = 16;
  private static final double WIDTH = 640;
  private static final double HEIGHT = 400;
  private static final int INTERVALS = 5;

  /**
   * A model in the plane.
   *
   * @param front whether no other is at least as good in both metrics and better in one
   */
  record Point(String label, Value x, Value y, boolean front) {}

  private final Measure xMeasure;
  private final Measure yMeasure;
  private final boolean xHigher;
  private final boolean yHigher;
  private final List<Point> points;
  private final Axis xAxis;
  private final Axis yAxis;

  ParetoPlot(List<Candidate> models, Measure x, Measure y) {
    xMeasure = x;
    yMeasure = y;
    xHigher = x.higherIsBetter(models);
    yHigher = y.higherIsBetter(models);
    points = marked(both(models));
    xAxis = axis(points.stream().map(Point::x).toList());
    yAxis = axis(points.stream().map(Point::y).toList());
  }

  List<Point> points() {
    return points;
  }

  private List<Point> both(List<Candidate> models) {
    List<Point> both = new ArrayList<>();
    for (Candidate model : models) {
      xMeasure
          .of(model)
          .ifPresent(
              x ->
                  yMeasure
                      .of(model)
                      .ifPresent(y -> both.add(new Point(model.label(), x, y, false))));
    }
    return both;
  }

  private List<Point> marked(List<Point> all) {
    return all.stream()
        .map(p -> new Point(p.label(), p.x(), p.y(), all.stream().noneMatch(o -> beats(o, p))))
        .toList();
  }

  private boolean beats(Point a, Point b) {
    double x = (a.x().estimate() - b.x().estimate()) * (xHigher ? 1 : -1);
    double y = (a.y().estimate() - b.y().estimate()) * (yHigher ? 1 : -1);
    return x >= 0 && y >= 0 && x + y > 0;
  }

  private static Axis axis(List<Value> values) {
    double min = values.stream().mapToDouble(Value::low).min().orElse(0);
    double max = values.stream().mapToDouble(Value::high).max().orElse(1);
    return Axis.of(min, max, INTERVALS);
  }

  Element figure() {
    Element svg =
        Element.of("svg", "pareto")
            .set("viewBox", "0 0 " + number(LEFT + WIDTH + 16) + " " + number(TOP + HEIGHT + 56))
            .set("role", "img")
            .set("aria-label", spoken());
    grid(svg);
    titles(svg);
    points.forEach(point -> whiskers(svg, point));
    String front =
        points.stream()
            .filter(Point::front)
            .sorted(Comparator.comparingDouble(p -> p.x().estimate()))
            .map(p -> number(x(p.x().estimate())) + "," + number(y(p.y().estimate())))
            .collect(Collectors.joining(" "));
    svg.add(Element.of("polyline", "front").set("points", front));
    points.forEach(point -> svg.add(dot(point)));
    new Labels(LEFT, TOP, WIDTH, HEIGHT).add(svg, places());
    return Element.of("div", "plane").add(svg);
  }

  private List<Labels.Place> places() {
    return points.stream()
        .map(p -> new Labels.Place(p.label(), x(p.x().estimate()), y(p.y().estimate())))
        .toList();
  }

  private void grid(Element svg) {
    for (int i = 0; i <= xAxis.ticks(); i++) {
      String at = number(x(xAxis.at(i)));
      svg.add(line(at, number(TOP), at, number(TOP + HEIGHT)).set("class", "grid"));
      svg.add(text(at, number(TOP + HEIGHT + 18), "middle", tick(xAxis, i)));
    }
    for (int i = 0; i <= yAxis.ticks(); i++) {
      String at = number(y(yAxis.at(i)));
      svg.add(line(number(LEFT), at, number(LEFT + WIDTH), at).set("class", "grid"));
      svg.add(text(number(LEFT - 8), at, "end", tick(yAxis, i)).set("dy", "0.35em"));
    }
  }

  private void titles(Element svg) {
    String x = xMeasure.title() + (xHigher ? ", higher is better →" : ", lower is better ←");
    String y = yMeasure.title() + (yHigher ? ", higher is better →" : ", lower is better ←");
    double middle = TOP + HEIGHT / 2;
    svg.add(
        text(number(LEFT + WIDTH / 2), number(TOP + HEIGHT + 44), "middle", x)
            .set("class", "title"),
        text("14", number(middle), "middle", y)
            .set("class", "title")
            .set("transform", "rotate(-90 14 " + number(middle) + ")"));
  }

  private void whiskers(Element svg, Point p) {
    String x = number(x(p.x().estimate()));
    String y = number(y(p.y().estimate()));
    svg.add(
        line(number(x(p.x().low())), y, number(x(p.x().high())), y).set("class", "reach"),
        line(x, number(y(p.y().low())), x, number(y(p.y().high()))).set("class", "reach"));
  }

  private Element dot(Point p) {
    return Element.of("circle", p.front() ? "dot a" : "dot b")
        .set("cx", number(x(p.x().estimate())))
        .set("cy", number(y(p.y().estimate())))
        .set("r", "5");
  }

  private static Element line(String x1, String y1, String x2, String y2) {
    return Element.of("line").set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2);
  }

  private static Element text(String x, String y, String anchor, String text) {
    return Element.of("text").set("x", x).set("y", y).set("text-anchor", anchor).text(text);
  }

  private static String tick(Axis axis, int i) {
    boolean share = axis.low() > -0.5 && axis.high() < 1.5;
    String number = Words.figure(share ? 100 * axis.at(i) : axis.at(i));
    return share ? number + "\u00a0%" : number;
  }

  private double x(double value) {
    return LEFT + WIDTH * xAxis.share(value);
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - yAxis.share(value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private String spoken() {
    return yMeasure.title()
        + " over "
        + xMeasure.title()
        + " of "
        + points.size()
        + " models; not beaten: "
        + points.stream().filter(Point::front).map(Point::label).collect(Collectors.joining(", "));
  }
}
