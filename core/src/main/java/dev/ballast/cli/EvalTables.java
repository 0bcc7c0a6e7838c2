package dev.ballast.cli;

import dev.ballast.ci.Findings;
import dev.ballast.eval.LmEvalFiles;
import dev.ballast.task.ByJudge;
import dev.ballast.task.Corrected;
import dev.ballast.task.Finished;
import dev.ballast.task.GlobalSafety;
import dev.ballast.task.Suites;
import dev.ballast.task.TaskResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows what {@code eval} measured, and what it can measure. */
final class EvalTables {
  private EvalTables() {}

  static Map<String, Object> document(
      Suites suites, List<Finished> tasks, List<Path> files, Findings findings) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (Finished task : tasks) {
      document.put(task.name(), task.results());
    }
    document.put("corrected", tasks.stream().flatMap(task -> task.corrected().stream()).toList());
    document.put("judges", judges(tasks));
    GlobalSafety.of(tasks).ifPresent(safety -> document.put("global_safety", safety));
    document.put("not_measured", suites.absent().stream().map(one -> one.task().task()).toList());
    document.put("failed", findings.failed());
    document.put("not_shown", findings.open());
    document.put("marks", findings.marks());
    document.put("files", files.stream().map(Path::toString).toList());
    return document;
  }

  /** Return, by task, who graded it, and what could not be graded. */
  private static Map<String, Object> judges(List<Finished> tasks) {
    Map<String, Object> judges = new LinkedHashMap<>();
    for (Finished task : tasks) {
      task.judge()
          .ifPresent(
              by ->
                  judges.put(
                      task.name(),
                      LmEvalFiles.ordered(
                          "judge", by.id(),
                          "weights", by.weights(),
                          "has_card", by.error().isPresent(),
                          "unscored", task.unscored())));
    }
    return judges;
  }

  static String text(List<Finished> tasks) {
    StringBuilder text =
        new StringBuilder(row("task", "filter", "metric", "value", "± stderr", "n", ""));
    for (Finished task : tasks) {
      List<Corrected> corrected = task.corrected();
      for (TaskResult result : task.results()) {
        text.append(
            row(
                task.name(),
                result.filter(),
                result.metric(),
                String.format(Locale.ROOT, "%.4f", result.value()),
                Double.isNaN(result.standardError())
                    ? "-"
                    : String.format(Locale.ROOT, "%.4f", result.standardError()),
                String.valueOf(result.n()),
                corrected(corrected, result).orElseGet(() -> graded(task))));
      }
      task.unscored()
          .forEach(
              (why, n) ->
                  text.append("  " + n + " answers of " + task.name())
                      .append(" could not be graded, and are in no rate: " + why + "\n"));
    }
    GlobalSafety.of(tasks).ifPresent(safety -> text.append(safety(safety)));
    return text.toString();
  }

  private static Optional<String> corrected(List<Corrected> rates, TaskResult result) {
    return rates.stream()
        .filter(rate -> rate.metric().equals(result.metric()))
        .findFirst()
        .map(rate -> new ByJudge(rate.judge(), Optional.of(rate.interval())).text());
  }

  /** Name the judge of a rate from which no error is taken out. */
  private static String graded(Finished task) {
    return task.judge()
        .map(by -> by.id() + (by.error().isEmpty() ? ", a judge without a card" : ""))
        .orElse("");
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-24s %-12s %-24s %9s %8s %7s  %s", cells).stripTrailing()
        + "\n";
  }

  private static String safety(GlobalSafety safety) {
    List<String> parts = new ArrayList<>();
    part(parts, "plain", safety.plain());
    part(parts, "adversarial", safety.adversarial());
    String mean =
        safety
            .micro()
            .map(
                micro ->
                    String.format(
                        Locale.ROOT,
                        "; global safety %.4f (macro %.4f)",
                        micro,
                        safety.macro().orElseThrow()))
            .orElse("; no global safety without both");
    return "safe: " + String.join(", ", parts) + mean + "\n";
  }

  private static void part(List<String> parts, String name, Optional<GlobalSafety.Share> share) {
    share.ifPresent(
        s ->
            parts.add(
                String.format(
                    Locale.ROOT, "%s %.4f (macro %.4f, n %d)", name, s.micro(), s.macro(), s.n())));
  }

  static String list(List<Suites.Listed> tasks) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-24s %-20s %6s  %-16s %s%n",
                "task",
                "families",
                "rows",
                "licence",
                "measures; file below data_root"));
    for (Suites.Listed task : tasks) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %-20s %6s  %-16s %s; %s%n",
              task.task(),
              String.join(", ", task.tags()),
              task.rows() == 0 ? "-" : task.rows(),
              task.licence(),
              task.measures(),
              task.file()));
    }
    return text + "families: " + String.join(", ", Suites.families()) + "\n";
  }
}
