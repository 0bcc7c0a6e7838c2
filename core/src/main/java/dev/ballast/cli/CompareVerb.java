package dev.ballast.cli;

import dev.ballast.ci.ChangeLimit;
import dev.ballast.ci.Findings;
import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.task.Change;
import dev.ballast.task.Comparison;
import dev.ballast.task.EvalFolder;
import dev.ballast.task.Seen;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says of two evaluations what changed, and whether it is real. */
final class CompareVerb implements Verb {
  record Keys(
      @Key(doc = "folder that eval (or lm-eval) wrote for the first model") Path before,
      @Key(doc = "the same for the second") Path after,
      @Key(value = "0.95", doc = "of intervals and verdicts") double confidence,
      @Key(value = "false", doc = "compare what is not of one kind, and mark it") boolean force,
      @Key(doc = "cards measured by own labels: a limit on a judge's rate needs one")
          Optional<Path> card,
      CiKeys ci) {
    Keys {
      if (!(confidence > 0 && confidence < 1)) {
        throw new IllegalArgumentException("confidence must be in (0, 1), was " + confidence);
      }
    }
  }

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String summary() {
    return "two evaluations side by side with paired tests: what changed, and is it real";
  }

  @Override
  public String example() {
    return "ballast compare results/before results/after";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("before", "after");
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    keys.ci().check();
    List<ChangeLimit> limits = ChangeLimit.of(keys.ci().failOn());
    EvalFolder before = EvalFolder.read(keys.before());
    EvalFolder after = EvalFolder.read(keys.after());
    if (before
        .results()
        .toAbsolutePath()
        .normalize()
        .equals(after.results().toAbsolutePath().normalize())) {
      throw BadInput.of("both are one evaluation")
          .file(after.results())
          .fix("name another folder for the second");
    }
    Comparison comparison = Comparison.of(before, after, keys.confidence());
    limits.forEach(limit -> limit.check(comparison.changes()));
    CardGate.check(
        comparison.changes().stream().map(Change::name).toList(),
        metric -> limits.stream().anyMatch(limit -> limit.means(metric)),
        after.judges(),
        CardGate.cards(keys.card()));
    if (!comparison.doubts().isEmpty() && !keys.force()) {
      throw BadInput.of("not comparable: " + String.join("; ", comparison.doubts()))
          .fix("measure both alike, or --force to compare what both have");
    }
    comparison.doubts().forEach(doubt -> call.terminal().say("warning: " + doubt));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("changes", comparison.changes());
    document.put("doubts", comparison.doubts());
    List<String> marks = Seen.marks(before.seen(), after.seen());
    Findings findings = Findings.of(after, comparison, limits, marks);
    document.put("failed", findings.failed());
    document.put("not_shown", findings.open());
    document.put("marks", marks);
    call.result(document, table(comparison, keys.confidence()) + String.join("\n", marks) + "\n");
    return keys.ci().tell(findings, call.terminal());
  }

  private static String table(Comparison comparison, double confidence) {
    StringBuilder text = new StringBuilder();
    String percent = String.format(Locale.ROOT, "change [%s %%]", percent(confidence));
    text.append(line("task", "metric", "before", "after", percent));
    for (Change change : comparison.changes()) {
      text.append(
          line(
              change.task(),
              change.name().metricAndFilter(),
              number(change.before()),
              number(change.after()),
              String.format(
                  Locale.ROOT,
                  "%+.4f [%+.4f, %+.4f]  p %.4f (Holm %.4f)%s  %s  %s%s",
                  change.change().estimate(),
                  change.change().low(),
                  change.change().high(),
                  change.pValue(),
                  change.adjusted(),
                  change.rows().map(r -> "  +" + r.gained() + " \u2212" + r.lost()).orElse(""),
                  change.finds(),
                  change.verdict().words(),
                  change.judge().map(judge -> "  judge " + judge).orElse(""))));
    }
    return text + (comparison.doubts().isEmpty() ? "" : "not of one kind, compared by --force\n");
  }

  private static String percent(double confidence) {
    return String.format(Locale.ROOT, "%.6f", 100 * confidence).replaceAll("\\.?0+$", "");
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-24s %-28s %8s %8s  %s%n", cells);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
