package dev.ballast.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Findings as GitHub's Markdown, for a comment on a pull request. */
public final class Markdown {
  private static final List<String> NUMBERS =
      List.of("value", "before", "after", "change", "p (Holm)", "n");

  private Markdown() {}

  /** Return the document. */
  public static String of(Findings findings) {
    List<String> lines = new ArrayList<>();
    List<Finding> limits = findings.all().stream().filter(f -> f.family().equals("limit")).toList();
    lines.add("### Ballast " + findings.verb() + ": " + verdict(findings, titles(limits)));
    lines.add("");
    for (Finding limit : limits) {
      lines.add("- " + sign(limit.kind()) + " " + escaped(limit.message()));
    }
    lines.addAll(limits.isEmpty() ? List.of() : List.of(""));
    findings.marks().forEach(mark -> lines.addAll(List.of("> ⚠️ " + escaped(mark), "")));
    lines.add(row(findings.columns()));
    lines.add(
        row(findings.columns().stream().map(c -> NUMBERS.contains(c) ? "--:" : ":--").toList()));
    findings
        .rows()
        .forEach(cells -> lines.add(row(cells.stream().map(Markdown::escaped).toList())));
    return String.join("\n", lines) + "\n";
  }

  private static String sign(Finding.Kind kind) {
    return switch (kind) {
      case FAILED -> "❌";
      case OPEN -> "❔";
      case PASSED, WORSE, NOTED -> "✅";
    };
  }

  /** Count limits as they were written: one on any metric is one. */
  private static int titles(List<Finding> limits) {
    return (int) limits.stream().map(Finding::title).distinct().count();
  }

  private static String verdict(Findings findings, int limits) {
    int failed = titles(findings.of(Finding.Kind.FAILED));
    String held =
        limits == 0
            ? "no limit was set"
            : failed > 0
                ? failed + " of " + limits + " limits do not hold"
                : limits == 1 ? "the limit holds" : "all " + limits + " limits hold";
    return held
        + counted(titles(findings.of(Finding.Kind.OPEN)), "not shown to hold")
        + counted(findings.of(Finding.Kind.WORSE).size(), "worse");
  }

  private static String counted(int n, String what) {
    return n == 0 ? "" : ", " + n + " " + what;
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Escape what Markdown, or the HTML in it, would take for more than text. */
  private static String escaped(String text) {
    return text.replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("([\\\\`*_\\[\\]|~#@])", "\\\\$1");
  }
}
