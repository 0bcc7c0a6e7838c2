package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.json.BadInput;
import dev.ballast.report.ReportPage;
import dev.ballast.report.ScorecardPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a run's page again, from its folder alone, or one page of many models. */
final class ReportVerb implements Verb {
  record Keys(
      @Key(doc = "a run's folder; or those of evaluations and break-fix runs, one after the other")
          List<Path> run,
      @Key(
              doc =
                  "of many: the metric across, METRIC or TASK.METRIC (default: over_refusal_rate,"
                      + " or else helpfulness)")
          Optional<String> x,
      @Key(doc = "of many: the metric upwards (default: safe_rate)") Optional<String> y,
      @Key(doc = "of many: the page (default: scorecard.html)") Optional<Path> output) {
    boolean many() {
      return run.size() != 1 || x.isPresent() || y.isPresent() || output.isPresent();
    }
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "write a run's page again, or one page of many models with what is paid for what";
  }

  @Override
  public String example() {
    return "ballast report results/base results/sft results/dpo --output scorecard.html";
  }

  @Override
  public Class<?> keys() {
    return Keys.class;
  }

  @Override
  public List<String> positionals() {
    return List.of("run");
  }

  @Override
  public boolean takesMore() {
    return true;
  }

  @Override
  public int run(Call call) {
    Keys keys = call.decode(Keys.class);
    if (keys.run().isEmpty()) {
      throw BadInput.of("no folder is named").key("run").fix("ballast report RUN");
    }
    Path page = page(keys, call.terminal());
    call.result(Map.of("report", page.toString()), "report: " + page.toAbsolutePath());
    return 0;
  }

  private static Path page(Keys keys, Terminal terminal) {
    if (!keys.many() && !ScorecardPage.measured(keys.run().getFirst())) {
      return ReportPage.write(keys.run().getFirst());
    }
    Path page = keys.output().orElse(Path.of("scorecard.html"));
    Places.file(page);
    ScorecardPage.write(keys.run(), keys.x(), keys.y(), page)
        .forEach(doubt -> terminal.say("warning: " + doubt));
    return page;
  }
}
