package dev.ballast.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      String sign = limit.kind() == Finding.Kind.FAILED ? "❌ " : "✅ ";
      lines.add("- " + sign + escaped(limit.message()));
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

  /** Count limits as they were written: one on any metric is one. */
  private static int titles(List<Finding> limits) {
    return (int) limits.stream().map(Finding::title).distinct().count();
  }

  private static String verdict(Findings findings, int limits) {
    int failed = titles(findings.of(Finding.Kind.FAILED));
    int worse = findings.of(Finding.Kind.WORSE).size();
    String held =
        limits == 0
            ? "no limit was set"
            : failed == 0
                ? String.format(Locale.ROOT, "all %d limits hold", limits)
                : String.format(Locale.ROOT, "%d of %d limits do not hold", failed, limits);
    return held + (worse == 0 ? "" : String.format(Locale.ROOT, ", %d worse", worse));
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
