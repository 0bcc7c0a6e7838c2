package dev.ballast.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ballast.json.FuzzInput;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** {@link TemplateError} too is an answer: whoever has a chat template tells it as bad input. */
@Timeout(60)
class TemplateFuzzTest {
  /** A rendering may take a fixed amount, whatever the size of the template. */
  private static final int BUDGET = 1 << 24;

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-06T15:04:05Z"), ZoneOffset.UTC);

  private static final Map<String, Object> VALUES =
      Map.of(
          "messages",
          List.of(
              Map.of("role", "system", "content", "s"),
              Map.of("role", "user", "content", "a é😀\n b"),
              Map.of("role", "assistant", "content", "")),
          "tools",
          List.of(Map.of("name", "f", "parameters", Map.of("x", 1, "y", 2.5))),
          "bos_token",
          "<s>",
          "eos_token",
          "</s>",
          "add_generation_prompt",
          true);

  @FuzzTest(maxDuration = "5m 27s")
  void render(byte[] data) {
    String source = FuzzInput.text(data);
    FuzzInput.readOrRefuse(
        data.length + BUDGET,
        () -> {
          try {
            Rendered rendered = Template.parse(source).render(VALUES, CLOCK);
            assertThat(rendered.text().length()).isLessThanOrEqualTo(1 << 26);
          } catch (TemplateError e) {
            assertThat(e).hasMessageStartingWith("template line ");
          }
        });
  }
}
