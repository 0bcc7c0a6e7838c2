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

/** What export writes is the same model, and what it cannot write it refuses before it begins. */
class ExportVerbTest {
  private static final String ROWS =
      """
      {"messages":[{"role":"user","content":"Hello!"},{"role":"assistant","content":"Hi there."}]}
      {"text":"The capital of France is Paris, and 12 + 30 = 42."}
      """;

  @TempDir Path root;

  private String path(String name) {
    return root.resolve(name).toString();
  }

  private static Typed done(String... words) {
    Typed typed = Typed.run(words);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed;
  }

  /** Score the rows with a model and return the mean; the scores are left in a file. */
  private double score(String model, String file) throws IOException {
    String rows = Files.writeString(root.resolve("rows.jsonl"), ROWS).toString();
    Typed typed = done("logprobs", model, "--data", rows, "--output", path(file), "--json");
    return Json.tree(typed.out()).path("mean_logprob").asDouble();
  }

  @Test
  void aModelThatGoesThroughAFileAndAFolderScoresTheSame() throws IOException {
    String gguf = path("m.gguf");
    String folder = path("hf");
    assertThat(done("export", "embedded", gguf, "--json").out())
        .contains("\"format\":\"gguf\"", "\"dtype\":\"bf16\"");
    done("export", gguf, folder);
    double expected = score("embedded", "embedded.jsonl");
    assertThat(score(gguf, "gguf.jsonl")).isEqualTo(expected);
    assertThat(score(folder, "hf.jsonl")).isEqualTo(expected);
    assertThat(root.resolve("gguf.jsonl")).hasSameTextualContentAs(root.resolve("embedded.jsonl"));
    assertThat(root.resolve("hf.jsonl")).hasSameTextualContentAs(root.resolve("embedded.jsonl"));
    assertThat(done("inspect", gguf).out()).contains("<|im_end|>", "llama", "BF16");
  }

  @Test
  void eightBitsLoseLittleAndFourBitsMore() throws IOException {
    done("export", "embedded", path("f16.gguf"), "--dtype", "f16");
    done("export", "embedded", path("q8.gguf"), "--dtype", "q8_0");
    done("export", "embedded", path("q4.gguf"), "--dtype", "q4_0");
    double expected = score("embedded", "embedded.jsonl");
    assertThat(score(path("q8.gguf"), "q8.jsonl")).isEqualTo(expected, within(0.02));
    assertThat(score(path("q4.gguf"), "q4.jsonl")).isEqualTo(expected, within(0.2));
    long half = Files.size(root.resolve("f16.gguf"));
    assertThat(Files.size(root.resolve("q8.gguf"))).isLessThan((long) (0.6 * half));
    assertThat(Files.size(root.resolve("q4.gguf"))).isLessThan(Files.size(root.resolve("q8.gguf")));
  }

  @Test
  void theFormatMayBeNamed() {
    done("export", "embedded", path("model.bin"), "--format", "gguf", "--dtype", "f32");
    assertThat(root.resolve("model.bin")).isRegularFile();
  }

  private static void refused(String[] words, String... parts) {
    Typed typed = Typed.run(words);
    assertThat(typed.code()).as(typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains(parts).contains("ballast export: ", "Fix: ");
  }

  private static String[] export(String... words) {
    return Stream.concat(Stream.of("export"), Stream.of(words)).toArray(String[]::new);
  }

  @Test
  void whatIsThereIsNotTouched() throws IOException {
    Path file = Files.writeString(root.resolve("mine.gguf"), "mine");
    refused(export("embedded", file.toString()), "something at this path already", "mine.gguf");
    assertThat(file).hasContent("mine");
    Path folder = Files.createDirectory(root.resolve("mine"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    refused(export("embedded", folder.toString()), "something at this path already");
    assertThat(folder).isDirectoryContaining("glob:**notes.txt");
    refused(export("embedded", folder.toString(), "--format", "gguf"), "a folder, where a file is");
  }

  @Test
  void wrongWordsAreNamed() throws IOException {
    refused(
        export("embedded", path("hf"), "--dtype", "q8_0"),
        "a Hugging Face folder holds f32, bf16 or f16",
        "key --dtype",
        "value q8_0");
    refused(export("embedded", path("m.gguf"), "--dtype", "q5_k"), "f32, f16, bf16, q8_0, q4_0");
    refused(export("embedded"), "key output");
    refused(export(path("none"), path("m.gguf")), "none");
    assertThat(root).isEmptyDirectory();
  }
}
