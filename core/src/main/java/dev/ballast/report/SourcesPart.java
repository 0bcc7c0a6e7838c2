package dev.ballast.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who judged and who measured: the scorers' cards and the split of the data. */
final class SourcesPart {
  private SourcesPart() {}

  static Optional<Element> cards(Figures figures) {
    if (figures.cards().isEmpty()) {
      return Optional.empty();
    }
    Grid grid =
        new Grid(
            "Agreement with labels of others",
            List.of(
                "Scorer",
                "Labelled set",
                "n",
                "Balanced accuracy",
                "Sensitivity",
                "Specificity",
                "κ"),
            List.of("text", "text", "num", "num", "num", "num", "num"));
    for (Figures.Card card : figures.cards()) {
      grid.row(
          card.scorer(),
          card.set(),
          Words.count(card.n()),
          rate(card, "balanced accuracy"),
          rate(card, "sensitivity"),
          rate(card, "specificity"),
          kappa(card));
    }
    return Optional.of(
        Page.section("judges", "Judges", "How far the judges can be trusted")
            .add(
                Element.of("p", "note")
                    .text(
                        "No figure on this page is better than its judge. 95 % intervals in"
                            + " brackets, in per cent."),
                grid.element()));
  }

  private static String rate(Figures.Card card, String name) {
    return Optional.ofNullable(card.rates().get(name))
        .map(v -> Words.percent(v.estimate()) + "  [" + Words.range(v) + "]")
        .orElse("–");
  }

  private static String kappa(Figures.Card card) {
    return Optional.ofNullable(card.rates().get("kappa"))
        .map(v -> String.format(Locale.ROOT, "%.2f  [%.2f, %.2f]", v.estimate(), v.low(), v.high()))
        .orElse("–");
  }

  static Optional<Element> split(Figures figures) {
    Figures.Split split = figures.split();
    if (split.sets().isEmpty() && split.attacks().isEmpty()) {
      return Optional.empty();
    }
    Element section = Page.section("data", "Data", "Who trained, who measured");
    if (!split.sets().isEmpty()) {
      Grid grid =
          new Grid(
              "Sets of rows",
              List.of("Set", "Use", "Rows", "sha256"),
              List.of("text", "text", "num", "code"));
      for (Figures.Rows rows : split.sets()) {
        boolean held = rows.name().startsWith("held_out");
        grid.row(
            Words.capital(Words.name(rows.name())),
            held ? "measures, never trains" : "trains",
            Words.count(rows.rows()),
            rows.hash());
      }
      section.add(
          grid.element(),
          Element.of("p", "note")
              .text(
                  Words.count(split.removed())
                      + " training rows were removed because a measured prompt is the same; "
                      + Words.count(split.skipped())
                      + " rows were left out by the readers' rules."));
    }
    names(section, "Attack families that training never saw", split.heldOutAttacks());
    List<String> known =
        split.attacks().stream().filter(name -> !split.heldOutAttacks().contains(name)).toList();
    names(section, "Attack families that training saw", known);
    names(section, "Categories that training never saw", split.heldOutCategories());
    return Optional.of(section);
  }

  private static void names(Element section, String title, List<String> names) {
    if (!names.isEmpty()) {
      section.add(
          Element.of("p")
              .add(Element.of("b").text(title + ": "))
              .text(String.join(", ", names.stream().map(Words::plain).toList()) + "."));
    }
  }
}
