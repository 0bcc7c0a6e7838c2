package dev.ballast.report;

import java.util.List;

/** A table that turns into cards on a narrow screen: every cell carries its column's name. */
final class Grid {
  private final Element body = Element.of("tbody");
  private final Element table;
  private final List<String> columns;
  private final List<String> styles;

  /** Begin a table; a column's style is {@code num}, {@code text} or {@code code}. */
  Grid(String caption, List<String> columns, List<String> styles) {
    this.columns = List.copyOf(columns);
    this.styles = List.copyOf(styles);
    Element heads = Element.of("tr");
    for (int i = 0; i < columns.size(); i++) {
      heads.add(Element.of("th", styles.get(i)).set("scope", "col").text(columns.get(i)));
    }
    table =
        Element.of("table")
            .add(Element.of("caption").text(caption), Element.of("thead").add(heads), body);
  }

  Grid row(String... cells) {
    Element row = Element.of("tr");
    for (int i = 0; i < cells.length; i++) {
      Element cell = Element.of(i == 0 ? "th" : "td", styles.get(i));
      if (i == 0) {
        cell.set("scope", "row");
      } else {
        cell.set("data-label", columns.get(i));
      }
      row.add(cell.add(Element.of("span").text(cells[i])));
    }
    body.add(row);
    return this;
  }

  Element element() {
    return table;
  }
}
