package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.report.ReportPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a run's page again, from its folder alone. */
final class ReportVerb implements Verb {
  record Keys(@Key(doc = "a run's folder") Path run) {}

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "write a run's page again, from its folder alone";
  }

  @Override
  public String example() {
    return "ballast report runs/demo-1a2b3c4d";
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
  public int run(Call call) {
    Path page = ReportPage.write(call.decode(Keys.class).run());
    call.result(Map.of("report", page.toString()), "report: " + page.toAbsolutePath());
    return 0;
  }
}
