package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.OutsideMissing;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CheckpointWriterTest {
  private static final JsonNode CONFIG =
      Json.tree("{\"model_type\":\"llama\",\"dtype\":\"float64\",\"extra\":[1]}");

  @TempDir Path folder;

  private static Map<String, Tensor> weights() {
    return Map.of("model.norm.weight", Tensors.ofFloats(new float[] {1, 1 + 0x1p-8f}, 2));
  }

  private Path source() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("tokenizer.json"), "{ \"odd\" :  \"spacing\"}\n\n");
    Files.writeString(source.resolve("tokenizer_config.json"), "{\"chat_template\":\"old\"}");
    Files.writeString(source.resolve("config.json"), CONFIG.toString());
    try (Scope _ = Scope.open()) {
      Safetensors.write(source.resolve("model.safetensors"), weights(), Map.of());
    }
    return source;
  }

  @Test
  void aFolderGoesRoundWithItsCompanionsByteForByte() throws IOException {
    Path copy = folder.resolve("deep/copy");
    try (Checkpoint checkpoint = Checkpoint.open(source())) {
      CheckpointWriter.write(
          copy,
          checkpoint.config(),
          checkpoint.weights(),
          Dtype.BF16,
          Extras.of(checkpoint).with("README.md", "# card"));
    }
    assertThat(copy.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(folder.resolve("source/tokenizer.json"));
    assertThat(copy.resolve("README.md")).hasContent("# card");
    assertThat(Json.tree(Files.readString(copy.resolve("config.json"))))
        .isEqualTo(
            Json.tree(
                "{\"model_type\":\"llama\",\"dtype\":\"bfloat16\",\"extra\":[1],"
                    + "\"torch_dtype\":\"bfloat16\"}"));
    try (Checkpoint read = Checkpoint.open(copy);
        Scope _ = Scope.open()) {
      Tensor tensor = read.weights().read("model.norm.weight");
      assertThat(tensor.dtype()).isEqualTo(Dtype.BF16);
      // 1 + 2^-8 lies between two BF16 numbers and rounds to the even one.
      assertThat(tensor.toFloats()).containsExactly(1, 1);
      assertThat(read.chatTemplate()).contains("old");
      assertThat(read.tokenizerJson()).contains(copy.resolve("tokenizer.json"));
    }
    assertThat(folder.resolve("deep")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void equalInputGivesEqualBytesAndHash() throws IOException {
    Path source = source();
    for (String name : new String[] {"a", "b"}) {
      try (Checkpoint checkpoint = Checkpoint.open(source);
          Scope _ = Scope.open()) {
        CheckpointWriter.write(
            folder.resolve(name), checkpoint.config(), weights(), Extras.of(checkpoint));
      }
    }
    try (Checkpoint a = Checkpoint.open(folder.resolve("a"));
        Checkpoint b = Checkpoint.open(folder.resolve("b"))) {
      assertThat(a.hash()).isEqualTo(b.hash()).hasSize(64);
      Files.writeString(folder.resolve("b/tokenizer.json"), "{}");
      assertThat(a.hash()).isNotEqualTo(b.hash());
    }
  }

  @Test
  void ggufBecomesAFolder() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.chat_template", "{{ x }}")
            .pair("tokenizer.ggml.eos_token_id", 0)
            .pair("tokenizer.ggml.tokens", java.util.List.of("<end>"))
            .tensor("token_embd.weight", 1, TinyGguf.halves(0.5f), 1, 1);
    Path out = folder.resolve("out");
    try (Checkpoint from = Checkpoint.open(gguf.write(folder.resolve("m.gguf")))) {
      CheckpointWriter.write(
          out,
          from.config(),
          from.weights(),
          Dtype.F32,
          Extras.of(from).with("tokenizer.json", "{}"));
    }
    try (Checkpoint read = Checkpoint.open(out);
        Scope _ = Scope.open()) {
      assertThat(read.weights().read("model.embed_tokens.weight").toFloats()).containsExactly(0.5f);
      assertThat(read.chatTemplate()).contains("{{ x }}");
      assertThat(read.tokenizerConfig().orElseThrow().path("eos_token").asString())
          .isEqualTo("<end>");
      assertThat(read.generationConfig().orElseThrow().path("eos_token_id").asInt()).isZero();
    }
  }

  @Test
  void anOccupiedFolderIsNotTouched() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("mine.txt"), "mine");
    try (Scope _ = Scope.open()) {
      assertThatThrownBy(() -> CheckpointWriter.write(taken, CONFIG, weights(), Extras.none()))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("something at this path already", "taken", "Fix: ");
    }
    assertThat(taken).isDirectoryContaining("glob:**mine.txt");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void anUnwritablePlaceIsOutsideMissing() throws IOException {
    Path plainFile = Files.writeString(folder.resolve("plain"), "x");
    try (Scope _ = Scope.open()) {
      assertThatThrownBy(
              () ->
                  CheckpointWriter.write(
                      plainFile.resolve("out"), CONFIG, weights(), Extras.none()))
          .isInstanceOf(OutsideMissing.class)
          .hasMessageContainingAll("cannot write", "out", "check free space and rights");
    }
    assertThat(folder).isDirectoryContaining("glob:**plain");
    assertThat(folder.toFile().list()).containsExactly("plain");
  }

  @Test
  void aFailureHalfwayLeavesNothing() {
    Extras lost = new Extras(Map.of("tokenizer.json", folder.resolve("absent.json")), Map.of());
    try (Scope _ = Scope.open()) {
      assertThatThrownBy(
              () -> CheckpointWriter.write(folder.resolve("out"), CONFIG, weights(), lost))
          .isInstanceOf(OutsideMissing.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFullDiskLeavesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "cannot mount a tiny disk here");
    try (Scope _ = Scope.open()) {
      Map<String, Tensor> large = Map.of("w", Tensors.zeros(Dtype.F32, 1 << 16));
      assertThatThrownBy(
              () -> CheckpointWriter.write(disk.resolve("out"), CONFIG, large, Extras.none()))
          .isInstanceOf(OutsideMissing.class)
          .hasMessageContainingAll("No space left", "out", "check free space");
      assertThat(disk).isEmptyDirectory();
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  @Test
  void foldersThatAreNoCheckpointSayWhatIsMissing() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    refused(empty, "no config.json");
    Files.writeString(empty.resolve("adapter_config.json"), "{}");
    refused(empty, "an adapter");
    Files.writeString(empty.resolve("config.json"), "{\"a\":}");
    refused(empty, "not valid JSON", "config.json");
    Files.writeString(empty.resolve("config.json"), "{}");
    refused(empty, "no weights");
    Files.writeString(empty.resolve("pytorch_model.bin"), "x");
    refused(empty, "pickled");
    Files.write(empty.resolve("config.json"), new byte[] {'"', (byte) 0xc3, '"'});
    refused(empty, "not valid UTF-8", "config.json");
    refused(Files.writeString(folder.resolve("w.safetensors"), "x"), "weights alone");
  }

  private static void refused(Path path, String... parts) {
    assertThatThrownBy(() -> Checkpoint.open(path).close())
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("Fix: ");
  }
}
