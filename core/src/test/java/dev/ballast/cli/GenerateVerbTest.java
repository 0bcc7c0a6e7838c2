package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class GenerateVerbTest {
  @TempDir private Path folder;

  @Test
  void logProbsStandBesideTheTokensWhereTheyAreAskedFor() throws IOException {
    for (JsonNode row : generated("--logprobs", "--n", "2", "--temperature", "1")) {
      JsonNode logProbs = row.path("logprobs");
      assertThat(logProbs.size()).isPositive().isEqualTo(row.path("token_ids").size());
      logProbs.forEach(value -> assertThat(value.doubleValue()).isBetween(-40.0, 0.0));
    }
    assertThat(generated()).allSatisfy(row -> assertThat(row.has("logprobs")).isFalse());
  }

  private List<JsonNode> generated(String... more) throws IOException {
    Path rows = folder.resolve("rows.jsonl");
    Files.writeString(rows, "{\"prompt\":\"What is 2 plus 3?\"}\n{\"prompt\":\"Say hello.\"}\n");
    Path output = folder.resolve("out.jsonl");
    Stream<String> words =
        Stream.of(
            "generate",
            "embedded",
            "--data",
            rows.toString(),
            "--output",
            output.toString(),
            "--max_new_tokens",
            "8");
    Typed typed = Typed.run(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    assertThat(typed.code()).as(typed.err()).isZero();
    return JsonLines.read(output, row -> row);
  }
}
