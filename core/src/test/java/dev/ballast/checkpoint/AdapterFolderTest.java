package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFolderTest {
  @TempDir private Path root;

  private Path base;

  @BeforeEach
  void writeBase() throws IOException {
    base = Files.createDirectory(root.resolve("base"));
    Files.writeString(base.resolve("config.json"), "{\"model_type\":\"llama\"}");
    Files.writeString(base.resolve("tokenizer.json"), "{\"of\":\"base\"}");
    Files.writeString(base.resolve("chat_template.jinja"), "base");
    Files.writeString(base.resolve("generation_config.json"), "{}");
    weights(base.resolve("model.safetensors"));
  }

  private static void weights(Path file) {
    try (Scope _ = Scope.open()) {
      Safetensors.write(file, Map.of("w", Tensors.ofFloats(new float[] {1}, 1)), Map.of());
    }
  }

  private Path adapter(String name, String config) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.writeString(folder.resolve("adapter_config.json"), config);
    weights(folder.resolve("adapter_model.safetensors"));
    return folder;
  }

  private Path over(String name, String below) throws IOException {
    return adapter(name, "{\"base_model_name_or_path\": \"" + below + "\"}");
  }

  @Test
  void anAdapterOpensWithItsBaseAndItsOwnTokenizer() throws IOException {
    Path lower = over("lower", "base");
    Path upper = over("upper", "lower");
    Files.writeString(lower.resolve("tokenizer.json"), "{\"of\":\"lower\"}");
    Files.writeString(lower.resolve("tokenizer_config.json"), "{\"chat_template\":\"lower\"}");
    try (Checkpoint opened = Checkpoint.open(upper, root::resolve)) {
      assertThat(opened.source()).isEqualTo(upper);
      assertThat(opened.config().path("model_type").asString()).isEqualTo("llama");
      assertThat(opened.weights().names()).containsExactly("w");
      assertThat(opened.adapters()).extracting(AdapterFolder::source).containsExactly(lower, upper);
      assertThat(opened.tokenizerJson()).contains(lower.resolve("tokenizer.json"));
      assertThat(opened.chatTemplate()).contains("lower");
      Extras extras = Extras.of(opened);
      assertThat(extras.copies())
          .containsEntry("tokenizer.json", lower.resolve("tokenizer.json"))
          .containsEntry("generation_config.json", base.resolve("generation_config.json"))
          .doesNotContainKey("chat_template.jinja");
      String hash = opened.hash();
      Files.writeString(lower.resolve("adapter_config.json"), "{}");
      assertThat(opened.hash()).isNotEqualTo(hash);
    }
    try (Checkpoint opened = Checkpoint.over(base, upper, root::resolve)) {
      assertThat(opened.adapters()).extracting(AdapterFolder::source).containsExactly(upper);
    }
  }

  @Test
  void aWrongBaseIsTold() throws IOException {
    refused(over("lost", "nowhere"), "no such model", "base_model_name_or_path", "lost");
    refused(adapter("none", "{}"), "does not name its base", "--base");
    refused(over("ring", "ring"), "more than 64 adapters", "--base");
    refused(over("odd", "\\u0000"), "not a path", "--base");
    assertThatThrownBy(() -> Checkpoint.over(base, base, root::resolve))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("only an adapter has a base", "key base");
  }

  @Test
  void pickledWeightsAreNotRead() throws IOException {
    Path folder = over("old", "base");
    Files.delete(folder.resolve("adapter_model.safetensors"));
    refused(folder, "an adapter without weights");
    Files.writeString(folder.resolve("adapter_model.bin"), "x");
    refused(folder, "pickled", "convert");
  }

  @Test
  void aRevisionBelongsToAHubId() {
    assertThat(base("{\"base_model_name_or_path\": \"a/b\", \"revision\": \"v1\"}"))
        .isEqualTo("a/b@v1");
    assertThat(base("{\"base_model_name_or_path\": \"a/b\", \"revision\": null}")).isEqualTo("a/b");
    assertThat(base("{\"base_model_name_or_path\": \"/a/b/c\", \"revision\": \"v1\"}"))
        .isEqualTo("/a/b/c");
  }

  private static String base(String config) {
    try (AdapterFolder folder =
        new AdapterFolder(Path.of("x"), Json.tree(config), MemoryWeights.of(Map.of()))) {
      return folder.base();
    }
  }

  @Test
  void aWholeModelBesideAnAdaptersConfigIsAWholeModel() throws IOException {
    Files.writeString(base.resolve("adapter_config.json"), "{}");
    assertThat(AdapterFolder.at(base)).isFalse();
    Path both = over("both", "base");
    Files.writeString(both.resolve("config.json"), "{}");
    assertThat(AdapterFolder.at(both)).isTrue();
  }

  private void refused(Path folder, String... parts) {
    assertThatThrownBy(() -> Checkpoint.open(folder, root::resolve).close())
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("Fix: ");
  }
}
