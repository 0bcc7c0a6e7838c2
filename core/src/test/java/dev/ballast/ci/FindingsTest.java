package dev.ballast.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import dev.ballast.task.EvalFolder;
import dev.ballast.task.MetricName;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/** The files for a build server, by what their readers want. */
class FindingsTest {
  private static final String HOSTILE = "a\u0000 <b> & \"c\" ]]> | `x` \ud800 @team #1";

  private static final Findings EVAL =
      Findings.of(
          EvalFolder.read(Path.of("src/test/resources/dev/ballast/lm_eval/before")),
          Limit.of(
              List.of(
                  "choices.acc < 0.9",
                  "choices.acc > 0.9",
                  "examples_first.exact_match",
                  "bare > 0.5")),
          List.of(HOSTILE));

  static final Findings STRANGE =
      new Findings(
          "eval",
          Path.of("a folder/ré%sults_1.json"),
          List.of(
              new Finding(
                  Finding.Kind.FAILED,
                  "limit",
                  new MetricName("t", "m", "f"),
                  "t.m,f < 1",
                  HOSTILE)),
          List.of(HOSTILE),
          List.of("task", "n"),
          List.of(List.of(HOSTILE, "3")));

  private static Document parsed(Findings findings) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(JUnitXml.of(findings))));
  }

  /** What Surefire's schema wants of a report, and counts that agree with what is in it. */
  @Test
  void junitXmlIsWhatBuildServersRead() throws Exception {
    for (Findings findings : List.of(EVAL, STRANGE)) {
      Element root = parsed(findings).getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("testsuites");
      // junit-10.xsd allows it in a testsuite alone (tools/reference/ci_files.py).
      assertThat(root.hasAttribute("skipped")).isFalse();
      counted(root);
      NodeList suites = root.getElementsByTagName("testsuite");
      for (int i = 0; i < suites.getLength(); i++) {
        Element suite = (Element) suites.item(i);
        counted(suite);
        assertThat(suite.getElementsByTagName("skipped").getLength())
            .isEqualTo(Integer.parseInt(suite.getAttribute("skipped")));
      }
      NodeList cases = root.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element one = (Element) cases.item(i);
        assertThat(one.getAttribute("name")).isNotEmpty();
        assertThat(one.getAttribute("classname")).isNotEmpty();
        assertThat(one.getAttribute("time")).isNotEmpty();
      }
    }
  }

  private static void counted(Element suite) {
    for (String attribute : List.of("name", "tests", "failures", "errors", "time")) {
      assertThat(suite.getAttribute(attribute)).as(attribute).isNotEmpty();
    }
    assertThat(suite.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
    assertThat(suite.getElementsByTagName("failure").getLength())
        .isEqualTo(Integer.parseInt(suite.getAttribute("failures")));
  }

  @Test
  void aFailureTellsWhatWasMeasured() throws Exception {
    NodeList failures = parsed(EVAL).getElementsByTagName("failure");
    assertThat(failures.getLength()).isEqualTo(1);
    assertThat(failures.item(0).getTextContent())
        .isEqualTo("choices.acc < 0.9: choices.acc is 0.5000 (n 10)");
  }

  /**
   * The rule and the fingerprint of a limit stay when a value moves; so does a rule when it does.
   */
  @Test
  void rulesAndFingerprintsAreStable() {
    JsonNode results = Json.tree(Sarif.of(EVAL, Path.of(""), "1")).at("/runs/0/results");
    assertThat(results.path(0).path("ruleId")).isEqualTo(results.path(1).path("ruleId"));
    assertThat(results.path(2).path("ruleId").asString())
        .isEqualTo("ballast/limit/examples_first.exact_match/bare");
    assertThat(
            results
                .valueStream()
                .map(r -> r.at("/partialFingerprints").toString())
                .collect(Collectors.toSet()))
        .hasSize(EVAL.all().size());
  }

  @Test
  void aResultNamesItsFileByUri() {
    JsonNode log = Json.tree(Sarif.of(STRANGE, Path.of(""), "1"));
    assertThat(
            log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
                .asString())
        .isEqualTo("a%20folder/r%C3%A9%25sults_1.json");
    assertThat(Sarif.of(STRANGE, Path.of("elsewhere"), "1")).contains("\"file:///");
  }

  @Test
  void markdownHoldsNothingButText() {
    String text = Markdown.of(STRANGE);
    assertThat(text.lines().filter(line -> line.startsWith("| a")).findFirst().orElseThrow())
        .contains("&lt;b&gt; &amp; \"c\" \\]\\]&gt; \\| \\`x\\`")
        .contains("\\@team \\#1 | 3 |");
    assertThat(text).startsWith("### Ballast eval: 1 of 1 limits do not hold\n");
    assertThat(Markdown.of(EVAL)).contains("1 of 3 limits do not hold");
  }
}
