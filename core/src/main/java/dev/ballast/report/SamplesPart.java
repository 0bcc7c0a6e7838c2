package dev.ballast.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Sample conversations. A masked text is not in the page as text at all: it is encoded, so that
 * neither a search, nor a copy, nor a reader of the page aloud meets it before a click.
 */
final class SamplesPart {
  private int number;

  private SamplesPart() {}

  static Optional<Element> of(Figures figures) {
    return figures.samples().shown().isEmpty()
        ? Optional.empty()
        : Optional.of(new SamplesPart().section(figures.samples()));
  }

  private Element section(Figures.Samples samples) {
    Element section =
        Page.section("samples", "Samples", "Sample conversations")
            .add(
                Page.paragraph(
                    "Nobody picked these: of each kind and each change of verdict, the first two by"
                        + " hash. Harmful prompts and what was answered to them are masked until"
                        + " you show them; on paper they stay masked."),
                Element.of("p", "screen")
                    .add(
                        Element.of("button")
                            .set("type", "button")
                            .set("id", "all")
                            .set("hidden", "hidden")
                            .text("Show all masked texts")));
    List<String> kinds = samples.shown().stream().map(Figures.Sample::kind).distinct().toList();
    for (String kind : kinds) {
      Element details = Element.of("details");
      if (kind.equals(kinds.getFirst())) {
        details.set("open", "open");
      }
      details.add(Element.of("summary").add(Element.of("h3").text(kind)));
      details.add(changes(samples, kind));
      samples.shown().stream()
          .filter(sample -> sample.kind().equals(kind))
          .forEach(sample -> details.add(sample(sample)));
      section.add(details);
    }
    return section;
  }

  private static Element changes(Figures.Samples samples, String kind) {
    Element list = Element.of("ul", "changes");
    for (Figures.Change change : samples.changes()) {
      if (change.kind().equals(kind)) {
        String old = verdict(change.before());
        String now = verdict(change.after());
        list.add(
            Element.of("li")
                .text(
                    Words.count(change.count())
                        + (old.equals(now) ? " stayed " + old : " from " + old + " to " + now)));
      }
    }
    return list;
  }

  private Element sample(Figures.Sample sample) {
    number++;
    String id = "sample-" + number;
    List<String> names = new ArrayList<>();
    names.add(
        Words.capital(sample.category().isEmpty() ? sample.id() : Words.plain(sample.category())));
    if (!sample.attack().isEmpty()) {
      names.add(Words.plain(sample.attack()));
    }
    Element top = Element.of("div", "top").add(Element.of("h4").text(String.join(" · ", names)));
    if (sample.masked()) {
      top.add(
          Element.of("button", "reveal small")
              .set("type", "button")
              .set("hidden", "hidden")
              .set("aria-expanded", "false")
              .set("aria-controls", id)
              .set("aria-label", "Show or mask the texts of sample " + number)
              .text("Show"));
    }
    return Element.of("article", "sample")
        .set("id", id)
        .add(
            top,
            Element.of("div", "turn")
                .add(Element.of("p", "who").text("Prompt"), said(sample.prompt(), sample.masked())),
            Element.of("div", "sides")
                .add(
                    side("Before", "b", sample.before(), sample.masked()),
                    side("After", "a", sample.after(), sample.masked())));
  }

  private static Element side(String phase, String style, Figures.Answer answer, boolean masked) {
    Element who = Element.of("p", "who").text(phase + " ");
    if (!answer.asked()) {
      return Element.of("div", "turn side " + style).add(who.text("not asked"));
    }
    who.add(Element.of("span", "badge").text(verdict(answer.verdict())));
    if (!answer.why().isEmpty()) {
      who.text(" " + answer.why());
    }
    Element said =
        answer.text().isEmpty()
            ? Element.of("p", "said soft").text("(no text)")
            : said(answer.text(), masked);
    return Element.of("div", "turn side " + style).add(who, said);
  }

  private static Element said(String text, boolean masked) {
    if (!masked) {
      return Element.of("div", "said").text(text);
    }
    String code = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return Element.of("div", "said masked")
        .set("data-text", code)
        .add(
            Element.of("span", "veil")
                .text("masked, " + Words.count(text.length()) + " characters"),
            Element.of("span", "words").set("hidden", "hidden"));
  }

  private static String verdict(String word) {
    return switch (word) {
      case "" -> "not asked";
      case "success" -> "attack succeeded";
      case "failure" -> "attack failed";
      case "undetermined", "unscored" -> "not gradable";
      default -> Words.plain(word);
    };
  }
}
