package dev.ballast.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Published templates, rendered by Python at test time and compared: never different, refused at
 * most.
 *
 * <p>BALLAST_PYTHON names a Python with transformers, BALLAST_TEMPLATES folders of templates
 * (separated by colons).
 */
@Tag("real")
class PublishedTemplatesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-26T09:05:03Z"), ZoneOffset.UTC);
  private static final List<String> MUST =
      List.of("chat_template", "llama3", "qwen2_5", "qwen3", "phi3");

  @Test
  void neverDifferent() throws IOException, InterruptedException {
    Map<String, Integer> equal = new TreeMap<>();
    List<String> refused = new ArrayList<>();
    for (JsonNode node : cases()) {
      String name = node.path("name").asString();
      try {
        Rendered rendered =
            Template.parse(node.path("template").asString())
                .render(TemplateTest.values(node.path("values")), CLOCK);
        assertThat(node.path("error").asString("")).as(name).isEmpty();
        assertThat(rendered.text()).as(name).isEqualTo(node.path("text").asString());
        equal.merge(name, 1, Integer::sum);
      } catch (TemplateError e) {
        if (!node.has("error")) {
          refused.add(name + ": " + e.getMessage());
        }
      } catch (BadInput e) {
        assertThat(node.path("error").asString("")).as(name).startsWith("TemplateError");
      }
    }
    refused.stream().distinct().forEach(line -> System.out.println("refused " + line));
    System.out.println(equal.size() + " templates rendered equal: " + equal);
    assertThat(refused).noneMatch(line -> MUST.stream().anyMatch(line::startsWith));
    assertThat(equal).isNotEmpty();
  }

  private static JsonNode cases() throws IOException, InterruptedException {
    String python = setting("BALLAST_PYTHON");
    Path out = Files.createDirectories(Path.of("build")).resolve("published-templates.json");
    List<String> command =
        new ArrayList<>(List.of(python, "../tools/reference/templates.py", "published"));
    command.add(out.toString());
    command.addAll(List.of(setting("BALLAST_TEMPLATES").split(":")));
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    assertThat(exit).isZero();
    return Json.tree(Files.readString(out));
  }

  private static String setting(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseGet(() -> Assumptions.abort(name + " is not set"));
  }
}
