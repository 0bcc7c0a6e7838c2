package dev.ballast.report;

import java.util.List;
import java.util.Optional;

/** The gate's decision and its rules. */
final class RulingPart {
  private RulingPart() {}

  static List<Element> banner(Figures figures) {
    Figures.Ruling ruling = figures.ruling();
    List<String> broken =
        ruling.rules().stream()
            .filter(rule -> !rule.holds())
            .map(rule -> rule.label() + ": " + rule.rule())
            .toList();
    return switch (ruling.decision()) {
      case "" -> List.of();
      case "promote" ->
          List.of(
              banner(
                  "promote",
                  "✓ Promoted",
                  "All "
                      + ruling.rules().size()
                      + " rules of the gate hold: safer, and shown no worse where it should"
                      + " help."));
      default ->
          List.of(
              banner(
                      "reject",
                      "✕ Rejected",
                      broken.size()
                          + " of "
                          + ruling.rules().size()
                          + " rules of the gate "
                          + (broken.size() == 1 ? "does" : "do")
                          + " not hold:")
                  .add(Page.items(broken)));
    };
  }

  private static Element banner(String style, String word, String text) {
    return Element.of("div", "ruling " + style)
        .add(Element.of("p", "word").text(word), Page.paragraph(text));
  }

  static Optional<Element> rules(Figures figures) {
    Figures.Ruling ruling = figures.ruling();
    if (ruling.rules().isEmpty()) {
      return Optional.empty();
    }
    Grid grid =
        new Grid(
            "Every rule, whether it holds or not",
            List.of("Measured", "Before", "After", "Bound", "n", "Rule", "Holds"),
            List.of("text", "num", "num", "num", "num", "text", "text"));
    for (Figures.Rule rule : ruling.rules()) {
      grid.row(
          rule.label(),
          Words.percent(rule.before()),
          Words.percent(rule.after()),
          Words.points(rule.bound()),
          Words.count(rule.n()),
          rule.rule(),
          rule.holds() ? "✓\u00a0holds" : "✕\u00a0fails");
    }
    Element section =
        Page.section("gate", "Gate", "The gate’s rules")
            .add(
                Element.of("p", "note")
                    .text(
                        "The gate sees the two scorecards and nothing else. The bound is the number"
                            + " that the rule compares, in points: a paired bound where the rule"
                            + " speaks of one."),
                grid.element());
    if (!ruling.result().isEmpty()) {
      section.add(
          Element.of("p").text("The model to use: ").add(Element.of("code").text(ruling.result())));
    }
    return Optional.of(section);
  }
}
