package dev.ballast.report;

import dev.ballast.json.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts the parts of a page together; what a run does not have leaves no empty part behind. */
final class Page {
  private final Figures figures;

  Page(Figures figures) {
    this.figures = figures;
  }

  String markup() {
    List<Element> sections = sections();
    Element main = Element.of("main").set("id", "main").add(sections);
    return document(title(), resource("page.js"), List.of(head(sections), main, foot()));
  }

  /** Put a document together that loads nothing; an empty script means that none may run. */
  static String document(String title, String script, List<Element> body) {
    StringBuilder parts = new StringBuilder();
    body.forEach(part -> parts.append(part.markup()));
    String allowed = script.isEmpty() ? "'none'" : "'sha256-" + sha256(script) + "'";
    // Style and script are ours and hold nothing that needs escaping; everything else is escaped.
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        + "<meta charset=\"utf-8\"/>\n"
        + meta("viewport", "width=device-width, initial-scale=1")
        + meta("referrer", "no-referrer")
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; script-src "
        + allowed
        + "\"/>\n"
        + Element.of("title").text(title + " · Ballast").markup()
        + "<style>\n"
        + resource("page.css")
        + "</style>\n</head>\n<body>\n"
        + parts
        + (script.isEmpty() ? "" : "<script>" + script + "</script>\n")
        + "</body>\n</html>\n";
  }

  private List<Element> sections() {
    List<Optional<Element>> parts =
        List.of(
            MissingPart.of(figures),
            NumbersPart.headline(figures),
            RulingPart.rules(figures),
            NumbersPart.scorecard(figures),
            NumbersPart.attacks(figures),
            NumbersPart.categories(figures),
            NumbersPart.counts(figures),
            CurvesPart.of(figures),
            SamplesPart.of(figures),
            SourcesPart.cards(figures),
            SourcesPart.split(figures),
            RepeatPart.of(figures));
    return parts.stream().flatMap(Optional::stream).toList();
  }

  private Element head(List<Element> sections) {
    Figures.Identity identity = figures.identity();
    String over = "Ballast · " + (identity.command().isEmpty() ? "run" : identity.command());
    if (!identity.fingerprint().isEmpty()) {
      over +=
          " · " + identity.fingerprint().substring(0, Math.min(8, identity.fingerprint().length()));
    }
    Element header =
        Element.of("header")
            .add(
                Element.of("a", "skip").set("href", "#main").text("Skip to the content"),
                Element.of("p", "over").text(over),
                Element.of("h1").text(title()));
    if (!identity.finished()) {
      header.add(
          Element.of("p", "soft")
              .text("This run is not finished: the figures are those of what is done so far."));
    }
    header.add(RulingPart.banner(figures));
    return header.add(contents(sections));
  }

  static Element contents(List<Element> sections) {
    Element list = Element.of("ul");
    for (Element section : sections) {
      list.add(
          Element.of("li")
              .add(
                  Element.of("a")
                      .set("href", "#" + section.attribute("id"))
                      .text(section.attribute("data-name"))));
    }
    return Element.of("nav").set("aria-label", "Contents").add(list);
  }

  private Element foot() {
    String made = "Made from the run's folder alone. The same folder gives the same page.";
    return Element.of("footer").add(Element.of("p").text(made));
  }

  private String title() {
    String model = figures.identity().model();
    String name = model.isEmpty() ? "a model" : model.replaceAll("/+$", "").replaceAll("^.*/", "");
    return switch (figures.identity().command()) {
      case "breakfix", "demo" -> "Breaking and fixing " + name;
      case "sft", "dpo", "bfpo" -> "Training " + name;
      case "eval" -> "Measuring " + name;
      case "redteam" -> "Attacking " + name;
      default -> "A run of " + name;
    };
  }

  /** Begin a part; {@code name} is what the contents call it. */
  static Element section(String id, String name, String title) {
    return Element.of("section")
        .set("id", id)
        .set("data-name", name)
        .set("aria-labelledby", id + "-title")
        .add(Element.of("h2").set("id", id + "-title").text(title));
  }

  static Element paragraph(String text) {
    return Element.of("p").text(text);
  }

  static Element items(List<String> texts) {
    List<Element> items = new ArrayList<>();
    texts.forEach(text -> items.add(Element.of("li").text(text)));
    return Element.of("ul").add(items);
  }

  private static String meta(String name, String content) {
    return Element.of("meta").set("name", name).set("content", content).markup() + "\n";
  }

  private static String sha256(String script) {
    byte[] hash = Digests.begin("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Page.class.getResourceAsStream(name), "no resource " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
