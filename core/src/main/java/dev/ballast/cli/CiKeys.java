package dev.ballast.cli;

import dev.ballast.ci.Findings;
import dev.ballast.ci.JUnitXml;
import dev.ballast.ci.Markdown;
import dev.ballast.ci.Sarif;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.ledger.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of verbs that a build server runs. */
@Flat
record CiKeys(
    @Key(
            value = "[]",
            doc =
                "exit 1 where it is so: eval takes TASK.METRIC[,FILTER] < NUMBER; compare takes"
                    + " worse, TASK.METRIC worse, TASK.METRIC change < NUMBER; more after commas",
            behaviour = false)
        List<String> failOn,
    @Key(doc = "file of the findings as JUnit XML", behaviour = false) Optional<Path> junit,
    @Key(doc = "file of the findings as SARIF 2.1.0", behaviour = false) Optional<Path> sarif,
    @Key(doc = "file of the findings for a pull request", behaviour = false)
        Optional<Path> markdown) {
  /** Refuse files that cannot be written, before the work. */
  void check() {
    Stream.of(junit, sarif, markdown).flatMap(Optional::stream).forEach(Places::file);
  }

  /**
   * Write the files and tell what does not hold.
   *
   * @return the exit code
   */
  int tell(Findings findings, Terminal terminal) {
    junit.ifPresent(file -> AtomicFile.write(file, JUnitXml.of(findings)));
    sarif.ifPresent(
        file -> AtomicFile.write(file, Sarif.of(findings, Path.of(""), Help.version())));
    markdown.ifPresent(file -> AtomicFile.write(file, Markdown.of(findings)));
    findings.failed().forEach(words -> terminal.say("failed: " + words));
    findings.open().forEach(words -> terminal.say("not shown: " + words));
    return findings.failed().isEmpty() ? 0 : 1;
  }
}
