package dev.ballast.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Training curves, stage by stage. */
final class CurvesPart {
  private static final List<String> FIRST =
      List.of("loss", "rewards/margins", "learning_rate", "rewards/accuracies", "grad_norm");
  private static final int MOST = 9;

  private CurvesPart() {}

  static Optional<Element> of(Figures figures) {
    if (figures.stages().isEmpty()) {
      return Optional.empty();
    }
    Element section = Page.section("training", "Training", "Training");
    for (Figures.Stage stage : figures.stages()) {
      String method = stage.method().toUpperCase(Locale.ROOT);
      String title =
          Words.capital(stage.name().replace('-', ' ')) + (method.isEmpty() ? "" : ": " + method);
      section.add(Element.of("h3").text(title));
      if (stage.steps() > 0 || !stage.facts().isEmpty()) {
        section.add(facts(stage));
      }
      Element curves = Element.of("div", "curves");
      ordered(stage).forEach(curve -> curves.add(LinePlot.of(curve)));
      section.add(stage.curves().isEmpty() ? Element.of("p", "soft").text(without(stage)) : curves);
    }
    return Optional.of(section);
  }

  private static String without(Figures.Stage stage) {
    return stage.makesSteps()
        ? "No training log was found for this stage."
        : "Nothing was trained: the weights stand between those of the first model and of the stage"
            + " before.";
  }

  private static Element facts(Figures.Stage stage) {
    Element list = Element.of("ul", "pairs");
    if (stage.steps() > 0) {
      list.add(Element.of("li").text(Words.count(stage.steps()) + " optimiser steps"));
    }
    stage
        .facts()
        .forEach(
            (name, value) -> {
              String shown = name.contains("sha256") ? shortened(value) : value;
              list.add(Element.of("li").text(name + " " + shown));
            });
    return list;
  }

  private static String shortened(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) + "…" : hash;
  }

  private static List<Figures.Curve> ordered(Figures.Stage stage) {
    Stream<Figures.Curve> first =
        FIRST.stream().map(name -> find(stage, name)).flatMap(Optional::stream);
    Stream<Figures.Curve> rest =
        stage.curves().stream().filter(curve -> !FIRST.contains(curve.metric()));
    return Stream.concat(first, rest).filter(Objects::nonNull).limit(MOST).toList();
  }

  private static Optional<Figures.Curve> find(Figures.Stage stage, String name) {
    return stage.curves().stream().filter(curve -> curve.metric().equals(name)).findFirst();
  }
}
