package dev.ballast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Peers are shell scripts here: what they are given, and what is made of their answers. */
class BenchVerbTest {
  @TempDir private Path folder;

  private void peer(String folderName, String script, String rate) throws IOException {
    Path file = Files.createDirectories(folder.resolve(folderName)).resolve(script);
    Files.writeString(
        file,
        "echo \"$@\" >> "
            + folder.resolve("given")
            + "\necho noise\necho '{\"tokens_per_s\": "
            + rate
            + "}'\n");
  }

  private Typed generate(String... more) {
    Stream<String> words =
        Stream.of("bench", "generate", "embedded", "--new_tokens", "4", "--rounds", "1", "--json");
    return Typed.run(
        Stream.concat(
                Stream.concat(
                    words, Stream.of("--python", "sh", "--peers", folder + "/a," + folder + "/b")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private JsonNode measured(String... more) {
    Typed typed = generate(more);
    assertThat(typed.code()).as(typed.err()).isZero();
    return Json.tree(typed.out());
  }

  @Test
  void theRatioIsOursToThePeers() throws IOException {
    peer("a", "hf_generate.py", "0.5");
    JsonNode results = measured("--batches", "1,2");
    assertThat(results).hasSize(2);
    JsonNode one = results.get(0);
    assertThat(one.path("work").asString()).isEqualTo("generate, fp32, batch 1");
    assertThat(one.path("peer, tokens/s").asDouble()).isEqualTo(0.5);
    assertThat(one.path("ratio, median of rounds").asDouble())
        .isCloseTo(one.path("ours, tokens/s").asDouble() * 2, within(0.01));
    assertThat(one.path("share of the bound by memory").asDouble()).isPositive();
    assertThat(Files.readString(folder.resolve("given")))
        .contains("embedded --batch 1 --new 4 --rounds 1", "embedded --batch 2 --new 4 --rounds 1");
  }

  @Test
  void besideAGgufThePeerIsLlamaCppWithAsManyThreads() throws IOException {
    peer("a", "llama_generate.py", "7");
    peer("b", "llama_streams.py", "9");
    JsonNode results =
        measured("--batches", "1,3", "--gguf", "q8.gguf", "--precision", "int8", "--threads", "1");
    assertThat(results.get(0).path("peer, tokens/s").asDouble()).isEqualTo(7);
    assertThat(results.get(1).path("peer, tokens/s").asDouble()).isEqualTo(9);
    assertThat(Files.readString(folder.resolve("given")))
        .contains("q8.gguf --new 4 --rounds 1 --threads 1")
        .contains("q8.gguf --batch 3 --new 4 --rounds 1 --threads 1");
  }

  @Test
  void aScriptThatNoFolderHasIsNamed() throws IOException {
    peer("a", "other.py", "1");
    Typed typed = generate("--batches", "1");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("hf_generate.py", "peers", "name the folder");
  }

  @Test
  void aPeerThatFailsIsMissingOutside() throws IOException {
    Path script = Files.createDirectories(folder.resolve("a")).resolve("hf_generate.py");
    Files.writeString(script, "exit 4\n");
    Typed typed = generate("--batches", "1");
    assertThat(typed.code()).isEqualTo(3);
    assertThat(typed.err()).contains("hf_generate.py ended with 4", "try it alone: sh ");
  }

  @Test
  void withoutPeersThereIsNoRatio() {
    Typed typed =
        Typed.run(
            "bench",
            "generate",
            "embedded",
            "--new_tokens",
            "4",
            "--rounds",
            "1",
            "--batches",
            "1");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains("ours, tokens/s", "not run: name a folder with --peers")
        .doesNotContain("ratio");
    assertThat(Typed.run("bench", "generate", "embedded", "--rounds", "0").code()).isEqualTo(2);
  }

  @Test
  void choicesAreScoredBesideThePeersOnTheSameQuestions() throws IOException {
    Path file = Files.createDirectories(folder.resolve("mmlu-arc-csqa"));
    Files.writeString(
        file.resolve("ARC-Easy_test.csv"),
        "What is wet?,rain,sand,iron,dust,A\nWhat is hot?,ice,fire,snow,fog,B\n".repeat(2));
    Files.writeString(
        Files.createDirectories(folder.resolve("a")).resolve("lm_eval_run.py"),
        "echo \"$@\" >> "
            + folder.resolve("given")
            + "\necho '{\"choices_per_s\": 0.5, \"acc\": 0.75}'\n");
    Typed typed =
        Typed.run(
            "bench",
            "eval",
            "embedded",
            "--questions",
            "3",
            "--rounds",
            "1",
            "--data_root",
            folder.toString(),
            "--python",
            "sh",
            "--peers",
            folder + "/a",
            "--json");
    assertThat(typed.code()).as(typed.err()).isZero();
    JsonNode result = Json.tree(typed.out()).get(0);
    assertThat(result.path("ratio, median of rounds").asDouble())
        .isCloseTo(result.path("ours, choices/s").asDouble() * 2, within(0.01));
    assertThat(result.path("acc, peer").asDouble()).isEqualTo(0.75);
    assertThat(result.path("acc, ours").asDouble()).isBetween(0.0, 1.0);
    assertThat(Files.readString(folder.resolve("given"))).contains("embedded --rows 3 --batch 16");
  }
}
