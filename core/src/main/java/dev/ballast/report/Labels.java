package dev.ballast.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes names beside points so that they hide as little as can be.
 *
 * @param left of the frame, as the others
 */
record Labels(double left, double top, double width, double height) {
  private static final double LETTER = 7.4;
  private static final double LINE = 15;
  private static final double GAP = 9;
  private static final int LONGEST = 34;
  private static final int ROUNDS = 3;

  /** A named point. */
  record Place(String label, double x, double y) {}

  private record Box(double x, double y, double width, double height) {
    double shared(Box other) {
      double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
      double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
      return Math.max(0, across) * Math.max(0, down);
    }
  }

  /** Place each name where it covers the least, and again with the others in their places. */
  void add(Element svg, List<Place> places) {
    List<Box> names = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < places.size(); i++) {
        Box best = best(places, names, i);
        if (round == 0) {
          names.add(best);
        } else {
          names.set(i, best);
        }
      }
    }
    for (int i = 0; i < names.size(); i++) {
      svg.add(
          Element.of("text", "name")
              .set("x", number(names.get(i).x()))
              .set("y", number(names.get(i).y() + 11))
              .text(shortened(places.get(i).label())));
    }
  }

  private Box best(List<Place> places, List<Box> names, int i) {
    List<Box> points = places.stream().map(p -> new Box(p.x() - 6, p.y() - 6, 12, 12)).toList();
    List<Box> others = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      if (j != i) {
        others.add(names.get(j));
      }
    }
    Place place = places.get(i);
    // A name over a point hides more than a name over a name's edge.
    return around(place, shortened(place.label()).length() * LETTER).stream()
        .min(
            Comparator.comparingDouble(
                box ->
                    40 * points.stream().mapToDouble(box::shared).sum()
                        + others.stream().mapToDouble(box::shared).sum()
                        + 40 * outside(box)))
        .orElseThrow();
  }

  private double outside(Box box) {
    return box.width() * box.height() - box.shared(new Box(left, top, width, height));
  }

  private static List<Box> around(Place p, double wide) {
    double middle = p.y() - LINE / 2;
    double centred = p.x() - wide / 2;
    return List.of(
        // Beside the crosses first, then on them.
        new Box(p.x() + GAP, p.y() - LINE - 4, wide, LINE),
        new Box(p.x() + GAP, p.y() + 4, wide, LINE),
        new Box(p.x() - GAP - wide, p.y() - LINE - 4, wide, LINE),
        new Box(p.x() - GAP - wide, p.y() + 4, wide, LINE),
        new Box(p.x() + GAP, middle, wide, LINE),
        new Box(p.x() - GAP - wide, middle, wide, LINE),
        new Box(centred, p.y() - LINE - GAP, wide, LINE),
        new Box(centred, p.y() + GAP, wide, LINE),
        new Box(p.x() + GAP, p.y() - 2 * LINE - 4, wide, LINE),
        new Box(p.x() + GAP, p.y() + LINE + 4, wide, LINE),
        new Box(p.x() - GAP - wide, p.y() - 2 * LINE - 4, wide, LINE),
        new Box(p.x() - GAP - wide, p.y() + LINE + 4, wide, LINE),
        new Box(p.x() - wide / 4, p.y() + GAP, wide, LINE),
        new Box(p.x() - wide / 4, p.y() - LINE - GAP, wide, LINE),
        new Box(p.x() - wide / 4, p.y() + GAP + LINE, wide, LINE),
        new Box(p.x() - wide / 4, p.y() - 2 * LINE - GAP, wide, LINE));
  }

  private static String shortened(String label) {
    return label.length() <= LONGEST ? label : "…" + label.substring(label.length() - LONGEST + 1);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
