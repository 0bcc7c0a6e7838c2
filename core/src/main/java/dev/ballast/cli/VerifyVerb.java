package dev.ballast.cli;

import dev.ballast.config.Key;
import dev.ballast.ledger.Mismatch;
import dev.ballast.ledger.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Compares every hash in a run's manifest with the files. */
final class VerifyVerb implements Verb {
  record Keys(@Key(doc = "a run's folder") Path run) {}

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "compare every hash in a run's manifest with the files";
  }

  @Override
  public String example() {
    return "ballast verify runs/demo";
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
    Path folder = call.decode(Keys.class).run();
    List<Mismatch> mismatches = Run.verify(folder);
    boolean sealed = Run.manifest(folder).sealed();
    String text =
        mismatches.isEmpty()
            ? "every file is as recorded"
                + (sealed ? "" : " (the run is not finished: inputs only)")
            : mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("\n"));
    call.result(mismatches, text);
    return mismatches.isEmpty() ? 0 : 1;
  }
}
