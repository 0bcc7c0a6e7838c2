package dev.ballast.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Equal to transformers' Jinja on templates made for this (tools/reference/templates.py). */
class TemplateTest {
  @TestFactory
  Stream<DynamicTest> casesEqualPython() throws IOException {
    JsonNode fixture = fixture();
    Map<String, Object> values = values(fixture.path("values"));
    return fixture
        .path("cases")
        .valueStream()
        .map(
            node ->
                DynamicTest.dynamicTest(node.path("name").asString(), () -> check(node, values)));
  }

  private static void check(JsonNode node, Map<String, Object> values) {
    String source = node.path("template").asString();
    if (node.has("error")) {
      assertThatThrownBy(() -> Template.parse(source).render(values))
          .isInstanceOfAny(TemplateError.class, BadInput.class);
      return;
    }
    Rendered rendered = Template.parse(source).render(values);
    assertThat(rendered.text()).as(source).isEqualTo(node.path("text").asString());
    List<Span> spans = new ArrayList<>();
    node.path("spans").forEach(s -> spans.add(new Span(s.path(0).asInt(), s.path(1).asInt())));
    assertThat(rendered.generation()).as(source).isEqualTo(spans);
  }

  @Test
  void errorsNameLineAndConstruct() {
    assertThatThrownBy(() -> render("a\n\n{{ name|frobnicate }}"))
        .hasMessageContaining("line 3")
        .hasMessageContaining("name|frobnicate");
    assertThatThrownBy(() -> Template.parse("{% if x %}\n{% frobnicate %}"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("{% frobnicate %}");
    assertThatThrownBy(() -> render("\n{{ a.b.c }}"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("'a' is undefined");
    assertThatThrownBy(() -> render("{{ 'a'.encode() }}")).hasMessageContaining("str.encode");
    assertThatThrownBy(() -> render("{{ 'a' | trim(b=1) }}")).hasMessageContaining("'b'");
    assertThatThrownBy(() -> Template.parse("{{ " + "(".repeat(5000) + " }}"))
        .isInstanceOf(TemplateError.class);
  }

  @Test
  void whatATemplateRaisesIsBadInputInItsWords() {
    assertThatThrownBy(() -> render("{{ raise_exception('roles must alternate') }}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("roles must alternate");
  }

  @Test
  void theClockIsGiven() {
    Clock clock = Clock.fixed(Instant.parse("2024-07-06T15:04:05Z"), ZoneOffset.UTC);
    String text =
        Template.parse("{{ strftime_now('%d %B %Y, %-d %b %y %A %a %H:%M:%S %I %p %j 100%%') }}")
            .render(Map.of(), clock)
            .text();
    assertThat(text).isEqualTo("06 July 2024, 6 Jul 24 Saturday Sat 15:04:05 03 PM 188 100%");
    assertThatThrownBy(() -> Template.parse("{{ strftime_now('%Q') }}").render(Map.of(), clock))
        .isInstanceOf(TemplateError.class);
  }

  @Test
  void boundsWhatATemplateMayCost() {
    assertThatThrownBy(() -> render("{{ 'x' * 10 ** 12 }}")).isInstanceOf(TemplateError.class);
    assertThatThrownBy(() -> render("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"))
        .isInstanceOf(TemplateError.class);
  }

  @Test
  void rendersInUnderAMillisecond() throws IOException {
    JsonNode fixture = fixture();
    Map<String, Object> values = values(fixture.path("values"));
    Template template =
        Template.parse(
            fixture
                .path("cases")
                .valueStream()
                .filter(c -> c.path("name").asString().equals("chat"))
                .findFirst()
                .orElseThrow()
                .path("template")
                .asString());
    for (int i = 0; i < 2000; i++) {
      template.render(values);
    }
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      template.render(values);
    }
    assertThat(Duration.ofNanos((System.nanoTime() - start) / 200))
        .isLessThan(Duration.ofMillis(1));
  }

  private static String render(String source) {
    return Template.parse(source).render(Map.of("name", "Ada")).text();
  }

  static Map<String, Object> values(JsonNode node) {
    Map<String, Object> values = new HashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  private static JsonNode fixture() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TemplateTest.class.getResourceAsStream("cases.json"))) {
      return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Expected texts by Jinja 3.1 with lm-eval's settings. */
  @Test
  void rulesOfTasksKeepWhitespaceAndRefuseWhatIsUndefined() {
    String source = "a\n  {% if x %}\n  {{ x }}\n  {% endif %}\nb\n";
    Map<String, Object> values = Map.of("x", "y");
    assertThat(Template.parse(source, Rules.TASK).render(values).text())
        .isEqualTo("a\n  \n  y\n  \nb\n");
    assertThat(Template.parse(source).render(values).text()).isEqualTo("a\n  y\nb");
    assertThat(Template.parse("[{{ z }}]").render(values).text()).isEqualTo("[]");
    assertThatThrownBy(() -> Template.parse("[{{ z }}]", Rules.TASK).render(values))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining("'z' is undefined");
  }
}
