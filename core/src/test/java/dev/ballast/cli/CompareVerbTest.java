package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;

/** {@code compare} on what lm-eval wrote, whole: exit codes and the files for a build server. */
class CompareVerbTest {
  private static final String BEFORE = "src/test/resources/dev/ballast/lm_eval/before";
  private static final String AFTER = "src/test/resources/dev/ballast/lm_eval/after";

  @TempDir private Path folder;

  private static Typed compare(String... more) {
    String[] words = new String[3 + more.length];
    words[0] = "compare";
    words[1] = BEFORE;
    words[2] = AFTER;
    System.arraycopy(more, 0, words, 3, more.length);
    return Typed.run(words);
  }

  /** choices.acc_norm falls from 0.5 to 0.3, exact_match,bare rises from 0; no verdict is worse. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worse | 0",
        "any worse | 0",
        "choices.acc worse | 0",
        "choices.acc_norm change < 0.5 | 1",
        "choices.acc_norm change > 0.5 | 0",
        "examples_first.exact_match,bare change < 0.5 | 1",
        "worse, examples_first.exact_match,bare change < 0.5 | 1",
      })
  void aLimitOfAChangeDecidesTheExitCode(String limit, int code) {
    Typed typed = compare("--fail-on", limit);
    assertThat(typed.code()).as(typed.err()).isEqualTo(code);
    assertThat(typed.err().contains("failed: ")).isEqualTo(code == 1);
  }

  @Test
  void eachOfTwoLimitsCounts() {
    Typed typed =
        compare("--fail_on", "choices.acc change > 2", "--fail_on", "choices.acc change < 2");
    assertThat(typed.code()).isEqualTo(1);
    assertThat(
            compare("--fail_on", "choices.acc change < 2", "--fail_on", "choices.acc change > 2")
                .code())
        .isEqualTo(1);
  }

  @Test
  void anUnknownMetricIsNamedWithTheNearest() {
    Typed typed = compare("--fail_on", "choices.acc_nrom worse");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("did you mean choices.acc_norm?");
  }

  /** An empty variable of a build server's script must not open the gate. */
  @Test
  void anEmptyLimitIsRefused() {
    Typed typed = compare("--fail_on", "");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("fail_on").contains("a value is wanted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"choices.acc change < NaN", "choices.acc < 0.2", "a,b worse"})
  void whatIsNoLimitOfAChangeIsRefused(String limit) {
    assertThat(compare("--fail_on", limit).code()).isEqualTo(2);
  }

  @Test
  void aLimitThatSoFewRowsDoNotShowSaysSo() {
    Typed typed = compare("--fail_on", "choices.acc change < -0.5");
    assertThat(typed.code()).isZero();
    assertThat(typed.err())
        .contains("not shown: choices.acc change < -0.5: ")
        .contains("changed by -0.3000 [-0.6032, +0.0608], not shown (n 10 finds no change)");
  }

  @Test
  void aLimitOnAJudgeWithoutACardIsRefused() throws IOException {
    for (String side : List.of(BEFORE, AFTER)) {
      Path own = folder.resolve(Path.of(side).getFileName());
      Files.createDirectory(own);
      try (var files = Files.list(Path.of(side))) {
        for (Path file : files.toList()) {
          String text = Files.readString(file);
          Files.writeString(
              own.resolve(file.getFileName()),
              text.replaceFirst(
                  "\"task\": \"choices\",", "\"task\": \"choices\", \"judge\": \"mine@1\","));
        }
      }
    }
    String before = folder.resolve("before").toString();
    String after = folder.resolve("after").toString();
    Typed typed = Typed.run("compare", before, after, "--fail_on", "choices.acc worse");
    assertThat(typed.code()).as(typed.out()).isEqualTo(2);
    assertThat(typed.err()).contains("the judge mine@1 has no card");
    assertThat(Typed.run("compare", before, after).out()).contains("judge mine@1");
  }

  @Test
  void oneEvaluationTwiceIsRefused() {
    Typed typed = Typed.run("compare", BEFORE, BEFORE + "/../before");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("both are one evaluation");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBefore() {
    assertThat(compare("--junit", folder.toString()).code()).isEqualTo(2);
  }

  @Test
  void filesForABuildServerSayTheSame() throws Exception {
    Typed typed =
        compare(
            "--fail_on",
            "choices.acc_norm change < 0.5, choices.acc worse",
            "--junit",
            folder.resolve("j.xml").toString(),
            "--sarif",
            folder.resolve("s.sarif").toString(),
            "--markdown",
            folder.resolve("m.md").toString());
    assertThat(typed.code()).isEqualTo(1);
    Document xml = xml(folder.resolve("j.xml"));
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("6");
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    assertThat(names(xml)).hasSize(6);
    JsonNode results = sarif(folder.resolve("s.sarif")).path("runs").path(0).path("results");
    assertThat(results.valueStream().map(r -> r.path("ruleId").asString() + r.path("level")))
        .containsExactly(
            "ballast/limit/choices.acc_norm\"error\"",
            "ballast/limit/choices.acc\"none\"",
            "ballast/change/choices.acc\"none\"",
            "ballast/change/choices.acc_norm\"none\"",
            "ballast/change/choices.acc_bytes\"none\"",
            "ballast/change/examples_first.exact_match/bare\"none\"");
    assertThat(Files.readString(folder.resolve("m.md")))
        .startsWith("### Ballast compare: 1 of 2 limits do not hold, 1 not shown to hold\n")
        .contains("- ❌ choices.acc\\_norm change &lt; 0.5: ")
        .contains("\n| task | metric | before |")
        .contains("| examples\\_first | exact\\_match,bare | 0.0000 |");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  private static Document xml(Path file) throws Exception {
    String text = Files.readString(file);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A case is known by class and name: the two together are told once. */
  private static Set<String> names(Document xml) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < xml.getElementsByTagName("testcase").getLength(); i++) {
      Element one = (Element) xml.getElementsByTagName("testcase").item(i);
      names.add(one.getAttribute("classname") + " " + one.getAttribute("name"));
    }
    return names;
  }

  private static JsonNode sarif(Path file) throws IOException {
    JsonNode log = Json.tree(Files.readString(file));
    assertThat(List.of(log.path("version").asString())).containsExactly("2.1.0");
    return log;
  }
}
