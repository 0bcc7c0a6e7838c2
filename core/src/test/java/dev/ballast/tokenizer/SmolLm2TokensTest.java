package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.chat.Message;
import dev.ballast.chat.Prompt;
import dev.ballast.checkpoint.Checkpoint;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Ids equal to transformers' on 1,000 mixed lines (tools/reference/tokens.py). */
@Tag("real")
class SmolLm2TokensTest {
  private static final String FIXTURE = "smollm2-tokens.jsonl.gz";

  @Test
  void idsEqualTransformers() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.of(TokenizerFiles.in(path("BALLAST_SMOLLM2")))) {
      compare(tokenizer);
      assertThat(tokenizer.endTokens()).containsExactly(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BALLAST_SMOLLM2", "BALLAST_SMOLLM2_GGUF"})
  void checkpointsEncodeAlike(String variable) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(path(variable));
        Tokenizer tokenizer = Tokenizer.of(checkpoint)) {
      compare(tokenizer);
      assertThat(tokenizer.endTokens()).containsExactly(2);
      assertThat(tokenizer.vocabularySize()).isEqualTo(49152);
      Encoded encoded =
          PromptEncoder.of(checkpoint, tokenizer)
              .encodeCompletion(Prompt.user("Hi 12"), Message.assistant("Hello!"));
      assertThat(tokenizer.decodeWithSpecials(encoded.tokenIds()))
          .endsWith("user\nHi 12<|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>");
      assertThat(encoded.completionLength()).isEqualTo(3);
    }
  }

  private static Path path(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .map(Path::of)
        .orElseGet(() -> Assumptions.abort(variable + " is not set to a SmolLM2 checkpoint"));
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
