package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ids equal to transformers' on 1,000 mixed lines (tools/reference/tokens.py). */
@Tag("real")
class SmolLm2TokensTest {
  private static final String FIXTURE = "smollm2-tokens.jsonl.gz";

  @Test
  void idsEqualTransformers() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.of(TokenizerFiles.in(folder()))) {
      compare(tokenizer);
      assertThat(tokenizer.endTokens()).containsExactly(2);
    }
  }

  static Path folder() {
    return Optional.ofNullable(System.getenv("BALLAST_SMOLLM2"))
        .map(Path::of)
        .orElseGet(
            () -> Assumptions.abort("BALLAST_SMOLLM2 is not set to a SmolLM2 checkpoint folder"));
  }

  static void compare(Tokenizer tokenizer) throws IOException {
    List<JsonNode> rows = rows();
    assertThat(rows).hasSize(1000);
    for (JsonNode row : rows) {
      String text = row.path("text").asString();
      int[] expected =
          StreamSupport.stream(row.path("ids").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      int[] ids = tokenizer.encode(text);
      assertThat(ids).as(text).isEqualTo(expected);
      assertThat(tokenizer.decode(ids)).as(text).isEqualTo(row.path("decoded").asString(text));
      assertThat(streamed(tokenizer, ids)).as(text).isEqualTo(row.path("decoded").asString(text));
    }
  }

  private static String streamed(Tokenizer tokenizer, int[] ids) {
    StreamDecoder stream = tokenizer.streamDecoder();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(stream.add(id));
    }
    return text.append(stream.finish()).toString();
  }

  private static List<JsonNode> rows() throws IOException {
    try (InputStream raw =
            Objects.requireNonNull(SmolLm2TokensTest.class.getResourceAsStream(FIXTURE));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.UTF_8))) {
      return lines.lines().map(Json::tree).toList();
    }
  }
}
