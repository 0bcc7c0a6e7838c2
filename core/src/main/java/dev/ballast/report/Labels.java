package dev.ballast.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes names beside points so that they hide as little as can be.
 *
 * @param left of the frame, as the others
 */
record Labels(double left, double top, double width, double height) {
  private static final double LETTER = 6.9;
  private static final double LINE = 15;
  private static final double GAP = 9;
  private static final int LONGEST = 34;

  /** A named point. */
  record Place(String label, double x, double y) {}

  private record Box(double x, double y, double width, double height) {
    double shared(Box other) {
      double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
      double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
      return Math.max(0, across) * Math.max(0, down);
    }
  }

  /** Place the names one after the other, each where it covers the least. */
  void add(Element svg, List<Place> places) {
    List<Box> taken = new ArrayList<>();
    places.forEach(p -> taken.add(new Box(p.x() - 6, p.y() - 6, 12, 12)));
    for (Place place : places) {
      String text = shortened(place.label());
      Box best = null;
      double least = Double.POSITIVE_INFINITY;
      for (Box box : around(place, text.length() * LETTER)) {
        double cost = taken.stream().mapToDouble(box::shared).sum() + 4 * outside(box);
        if (cost < least - 1e-9) {
          least = cost;
          best = box;
        }
      }
      if (best != null) {
        taken.add(best);
        svg.add(
            Element.of("text", "name")
                .set("x", number(best.x()))
                .set("y", number(best.y() + 11))
                .text(text));
      }
    }
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
        new Box(p.x() + GAP, p.y() + LINE + 4, wide, LINE));
  }

  private static String shortened(String label) {
    return label.length() <= LONGEST ? label : "…" + label.substring(label.length() - LONGEST + 1);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
