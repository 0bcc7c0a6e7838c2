package dev.ballast.ci;

import static dev.ballast.eval.LmEvalFiles.ordered;

import dev.ballast.json.Json;
import dev.ballast.ledger.Hashes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Findings as SARIF 2.1.0 (OASIS, errata 01). A rule is named {@code ballast/limit/TASK.METRIC},
 * {@code ballast/metric/…} or {@code ballast/change/…}: the same from run to run.
 */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final String ROOT = "ballast/";

  private final Findings findings;
  private final List<String> rules;
  private final Path base;

  private Sarif(Findings findings, Path base) {
    this.findings = findings;
    this.base = base;
    Set<String> ids = new LinkedHashSet<>();
    findings.all().forEach(finding -> ids.add(finding.rule()));
    this.rules = List.copyOf(ids);
  }

  /**
   * Return the document.
   *
   * @param base folder that a file below it is named from, such as the root of a repository
   * @param version of this program
   */
  public static String of(Findings findings, Path base, String version) {
    return Json.pretty(new Sarif(findings, base).document(version)) + "\n";
  }

  private Map<String, Object> document(String version) {
    Map<String, Object> driver =
        ordered(
            "name",
            "Ballast",
            "version",
            version,
            "rules",
            rules.stream().map(this::rule).toList());
    Map<String, Object> run =
        ordered(
            "tool", ordered("driver", driver),
            "invocations", List.of(invocation()),
            "results", findings.all().stream().map(this::result).toList());
    return ordered("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run));
  }

  private Map<String, Object> rule(String rule) {
    String metric = rule.substring(rule.indexOf('/') + 1);
    String words =
        switch (rule.substring(0, rule.indexOf('/'))) {
          case "limit" -> "A limit on " + metric + " holds.";
          case "change" -> "What became of " + metric + ".";
          default -> "What " + metric + " was measured to be.";
        };
    return ordered("id", ROOT + rule, "shortDescription", ordered("text", words));
  }

  private Map<String, Object> invocation() {
    List<Object> notes = new ArrayList<>();
    findings
        .marks()
        .forEach(mark -> notes.add(ordered("level", "warning", "message", ordered("text", mark))));
    return ordered("executionSuccessful", true, "toolExecutionNotifications", notes);
  }

  private Map<String, Object> result(Finding finding) {
    Map<String, Object> place =
        ordered(
            "physicalLocation",
            ordered("artifactLocation", ordered("uri", uri()), "region", ordered("startLine", 1)),
            "logicalLocations",
            List.of(ordered("fullyQualifiedName", finding.name().text())));
    return ordered(
        "ruleId", ROOT + finding.rule(),
        "ruleIndex", rules.indexOf(finding.rule()),
        "kind", kind(finding.kind()),
        "level", level(finding.kind()),
        "message", ordered("text", finding.message()),
        "locations", List.of(place),
        "partialFingerprints",
            ordered("finding/v1", Hashes.of(finding.rule() + "\n" + finding.title())));
  }

  private static String kind(Finding.Kind kind) {
    return switch (kind) {
      case FAILED, WORSE -> "fail";
      case PASSED -> "pass";
      case OPEN -> "open";
      case NOTED -> "informational";
    };
  }

  /** Return {@code none} for all that is no failure, as section 3.27.10 has it. */
  private static String level(Finding.Kind kind) {
    return switch (kind) {
      case FAILED -> "error";
      case WORSE -> "warning";
      case PASSED, OPEN, NOTED -> "none";
    };
  }

  /** Return a URI that starts from the base where the file lies below it. */
  private String uri() {
    Path file = findings.results().toAbsolutePath().normalize();
    Path root = base.toAbsolutePath().normalize();
    return file.startsWith(root)
        ? root.toUri().relativize(file.toUri()).toString()
        : file.toUri().toString();
  }
}
