package dev.ballast.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Live;
import dev.ballast.tensor.Scope;
import dev.ballast.tensor.Tensor;
import dev.ballast.tensor.Tensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every family as transformers saved it and as gguf-py wrote it is the same model, read and written
 * (tools/reference/gguf_families.py).
 */
class GgufFamiliesTest {
  /** Keys that transformers 5 keeps inside rope_parameters only. */
  private static final Set<String> OLD_KEYS = Set.of("rope_theta", "rope_local_base_freq");

  @TempDir Path folder;

  private final long before = Live.count();

  @AfterEach
  void nothingLeaks() {
    assertThat(Live.count()).isEqualTo(before);
  }

  private static Path family(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(GgufFamiliesTest.class.getResource("families/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Checkpoint gguf(String name) {
    return Checkpoint.open(family(name).resolve("model.gguf"));
  }

  private static void same(Checkpoint one, Checkpoint other, double tolerance) {
    assertThat(one.weights().names()).containsExactlyInAnyOrderElementsOf(other.weights().names());
    for (String name : one.weights().names()) {
      try (Scope _ = Scope.open()) {
        assertThat(one.weights().entry(name).shape())
            .as(name)
            .isEqualTo(other.weights().entry(name).shape());
        float[] values = one.weights().read(name).toFloats();
        float[] expected = other.weights().read(name).toFloats();
        for (int i = 0; i < values.length; i++) {
          assertThat((double) values[i]).as(name).isEqualTo(expected[i], within(tolerance));
        }
      }
    }
  }

  /** Compare as numbers: a file of F32 tells 1e-06 and a config 1.0E-6. */
  private static void agrees(String key, JsonNode told, JsonNode expected) {
    if (told.isObject()) {
      assertThat(told.propertyNames())
          .as(key)
          .containsExactlyInAnyOrderElementsOf(expected.propertyNames());
      told.properties()
          .forEach(e -> agrees(key + "." + e.getKey(), e.getValue(), expected.path(e.getKey())));
    } else if (told.isArray()) {
      assertThat(told.size()).as(key).isEqualTo(expected.size());
      for (int i = 0; i < told.size(); i++) {
        agrees(key + "[" + i + "]", told.path(i), expected.path(i));
      }
    } else if (told.isNumber()) {
      assertThat(expected.isNumber()).as(key + " is " + expected).isTrue();
      double value = expected.doubleValue();
      assertThat(told.doubleValue()).as(key).isEqualTo(value, within(1e-6 * Math.abs(value)));
    } else {
      assertThat(told).as(key).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama", "qwen2", "qwen3", "phi3", "gemma2",
        "gemma3", "falcon-7b", "falcon-11b", "falcon-40b", "olmo2"
      })
  void weightsAndConfigEqualTheFolders(String name) {
    try (Checkpoint told = gguf(name);
        Checkpoint hf = Checkpoint.open(family(name))) {
      same(told, hf, 1e-7);
      for (Map.Entry<String, JsonNode> e : told.config().properties()) {
        if (!OLD_KEYS.contains(e.getKey()) && !e.getKey().equals("num_kv_heads")) {
          agrees(e.getKey(), e.getValue(), hf.config().path(e.getKey()));
        }
      }
      assertThat(told.config().path("rope_theta").isNumber()).isTrue();
    }
  }

  @Test
  void falconCountsTheHeadsThatKeysHave() {
    try (Checkpoint one = gguf("falcon-7b");
        Checkpoint two = gguf("falcon-11b")) {
      assertThat(one.config().path("num_kv_heads").asInt()).isEqualTo(1);
      assertThat(two.config().path("num_kv_heads").asInt()).isEqualTo(2);
    }
  }

  private Path write(Checkpoint from, String file, GgufFormat format) {
    return write(from, from.config(), file, format);
  }

  private Path write(Checkpoint from, JsonNode config, String file, GgufFormat format) {
    Path out = folder.resolve(file);
    GgufWriter.write(out, model(from, config), format);
    return out;
  }

  private static GgufExport model(Checkpoint from, JsonNode config) {
    try (Checkpoint vocabulary = gguf("llama")) {
      return new GgufExport(
          "tiny",
          config,
          from.weights(),
          vocabulary.ggufVocabulary().orElseThrow(),
          Optional.of("{{ messages }}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama", "qwen2", "qwen3", "phi3", "gemma2",
        "gemma3", "falcon-7b", "falcon-11b", "falcon-40b", "olmo2"
      })
  void aFolderGoesThroughAFileAndComesBack(String name) {
    try (Checkpoint hf = Checkpoint.open(family(name));
        Checkpoint reference = gguf(name);
        Checkpoint back = Checkpoint.open(write(hf, "out.gguf", GgufFormat.F32))) {
      same(back, hf, 1e-7);
      assertThat(back.config()).isEqualTo(reference.config());
      assertThat(back.chatTemplate()).contains("{{ messages }}");
      assertThat(back.ggufVocabulary()).isEqualTo(reference.ggufVocabulary());
      // What was read from a file goes into the same bytes as what was read from the folder.
      if (!name.startsWith("gemma")) {
        assertThat(write(reference, "again.gguf", GgufFormat.BF16))
            .hasSameBinaryContentAs(write(hf, reference.config(), "twice.gguf", GgufFormat.BF16));
      }
    }
  }

  @Test
  void equalInputGivesEqualBytesAndNothingElse() throws IOException {
    try (Checkpoint hf = Checkpoint.open(family("llama"))) {
      assertThat(write(hf, "a.gguf", GgufFormat.F16))
          .hasSameBinaryContentAs(write(hf, "b.gguf", GgufFormat.F16));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder("a.gguf", "b.gguf");
      }
    }
  }

  @Test
  void matricesHaveTheTypeAndNormsAreF32() {
    try (Checkpoint hf = Checkpoint.open(family("qwen2"));
        MappedFile file = MappedFile.open(write(hf, "t.gguf", GgufFormat.BF16))) {
      GgufHeader header = GgufHeader.parse(file);
      assertThat(header.slots().get("blk.1.ffn_up.weight").type()).isEqualTo(GgufType.BF16);
      assertThat(header.slots().get("blk.1.attn_q.bias").type()).isEqualTo(GgufType.F32);
      assertThat(header.slots().get("output_norm.weight").type()).isEqualTo(GgufType.F32);
      assertThat(header.metadata().integer("general.file_type")).contains(32);
      assertThat(header.slots().values()).allMatch(slot -> slot.offset() % 32 == 0);
      GgufHeader.Slot last = List.copyOf(header.slots().values()).getLast();
      assertThat(file.size()).isEqualTo((last.end() + 31) / 32 * 32);
    }
  }

  @Test
  void fourBitsKeepTheOutputFiner() {
    List<Long> matrix = List.of(64L, 32L);
    String head = "output.weight";
    assertThat(GgufFormat.Q4_0.type("blk.0.ffn_up.weight", matrix, head)).isEqualTo(GgufType.Q4_0);
    assertThat(GgufFormat.Q4_0.type(head, matrix, head)).isEqualTo(GgufType.Q8_0);
    assertThat(GgufFormat.Q4_0.type("output_norm.weight", List.of(32L), head))
        .isEqualTo(GgufType.F32);
    assertThat(GgufFormat.Q8_0.type("token_embd.weight", matrix, "token_embd.weight"))
        .isEqualTo(GgufType.Q8_0);
  }

  /** Return a vocabulary's kind and roles over other tokens, without scores or merges. */
  private static GgufVocabulary withTokens(
      GgufVocabulary of, List<String> tokens, List<Integer> types) {
    return new GgufVocabulary(
        of.kind(), of.pre(), tokens, types, List.of(), List.of(), of.roles(), of.edges());
  }

  @Test
  void aWordFillsEachRowOfTheEmbedding() {
    try (Checkpoint hf = Checkpoint.open(family("llama"));
        Checkpoint source = gguf("llama")) {
      GgufVocabulary whole = source.ggufVocabulary().orElseThrow();
      GgufVocabulary cut =
          withTokens(whole, whole.tokens().subList(0, 20), whole.types().subList(0, 20));
      Path out = folder.resolve("cut.gguf");
      GgufWriter.write(
          out,
          new GgufExport("tiny", hf.config(), hf.weights(), cut, Optional.empty()),
          GgufFormat.F32);
      try (Checkpoint back = Checkpoint.open(out)) {
        GgufVocabulary read = back.ggufVocabulary().orElseThrow();
        assertThat(read.tokens()).hasSize(24).endsWith("[PAD23]");
        assertThat(read.filler(23)).isTrue();
        assertThat(read.filler(19)).isFalse();
        assertThat(back.chatTemplate()).isEmpty();
      }
    }
  }

  // ---- what llama.cpp would not compute, or not load

  private void refused(String name, Map<String, Object> changes, String... parts) {
    try (Checkpoint hf = Checkpoint.open(family(name))) {
      ObjectNode config = (ObjectNode) hf.config().deepCopy();
      changes.forEach((key, value) -> config.set(key, Json.treeOf(value)));
      assertThatThrownBy(() -> write(hf, config, "bad.gguf", GgufFormat.F32))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll(parts)
          .hasMessageContaining("Fix: ");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void configsThatLlamaCppWouldComputeOtherwiseAreRefused() {
    refused("llama", Map.of("model_type", "mamba"), "model_type", "value mamba", "gemma3_text");
    refused("llama", Map.of("hidden_act", "gelu"), "hidden_act", "value gelu");
    refused("llama", Map.of("sliding_window", 8), "sliding_window", "max_position_embeddings");
    refused("llama", Map.of("quantization_config", Map.of("bits", 4)), "quantization_config");
    refused("llama", Map.of("partial_rotary_factor", 0.5), "partial_rotary_factor");
    refused(
        "llama", Map.of("rope_parameters", Map.of("rope_type", "dynamic")), "rope_type", "dynamic");
    refused("qwen2", Map.of("use_sliding_window", true), "use_sliding_window");
    refused("qwen2", Map.of("rope_parameters", Map.of("rope_type", "llama3")), "llama3");
    refused("qwen3", Map.of("attention_bias", true), "attention_bias");
    refused("gemma2", Map.of("query_pre_attn_scalar", 7), "query_pre_attn_scalar", "value 7");
    refused("gemma2", Map.of("layer_types", List.of("full_attention")), "layer_types");
    refused("gemma3", Map.of("attn_logit_softcapping", 50.0), "attn_logit_softcapping");
    refused("falcon-7b", Map.of("alibi", true), "alibi");
    refused("falcon-7b", Map.of("parallel_attn", false), "parallel_attn");
    refused("phi3", Map.of("num_hidden_layers", "two"), "num_hidden_layers", "whole number");
    refused("olmo2", Map.of("num_hidden_layers", 3), "lack 11 tensors", "model.layers.2.");
    refused("olmo2", Map.of("num_hidden_layers", 99999), "more layers than tensors");
    refused("olmo2", Map.of("rms_norm_eps", List.of()), "rms_norm_eps", "a number");
  }

  @Test
  void aWindowAsLongAsTheContextIsNone() {
    try (Checkpoint hf = Checkpoint.open(family("llama"))) {
      ObjectNode config = (ObjectNode) hf.config().deepCopy();
      config.put("sliding_window", 64).put("model_type", "mistral");
      try (Checkpoint back = Checkpoint.open(write(hf, config, "m.gguf", GgufFormat.F32))) {
        assertThat(back.config().path("model_type").asString()).isEqualTo("llama");
      }
    }
  }

  @Test
  void oldConfigsHaveTheSameRope() {
    try (Checkpoint hf = Checkpoint.open(family("llama"));
        Checkpoint expected = gguf("llama")) {
      ObjectNode config = (ObjectNode) hf.config().deepCopy();
      ObjectNode rope = (ObjectNode) config.path("rope_parameters").deepCopy();
      rope.remove("rope_theta");
      config.remove("rope_parameters");
      config.set("rope_scaling", rope);
      config.put("rope_theta", 500000.0);
      try (Checkpoint back = Checkpoint.open(write(hf, config, "old.gguf", GgufFormat.F32))) {
        assertThat(back.config()).isEqualTo(expected.config());
      }
    }
  }

  @Test
  void rowsThatDoNotDivideIntoBlocksAreRefused() {
    try (Checkpoint hf = Checkpoint.open(family("llama"))) {
      assertThatThrownBy(() -> write(hf, "q.gguf", GgufFormat.Q8_0))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("blocks of 32", "value [", "bf16 or f16");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void numbersThatATypeCannotHoldAreRefusedByName() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    try (Checkpoint hf = Checkpoint.open(family("llama"));
        Scope _ = Scope.open()) {
      Map<String, Tensor> weights = new LinkedHashMap<>();
      hf.weights().names().forEach(name -> weights.put(name, hf.weights().read(name)));
      weights.put("model.layers.1.mlp.up_proj.weight", Tensors.full(1e6, 24, 16));
      CheckpointWriter.write(
          source.resolve("large"),
          hf.config(),
          MemoryWeights.of(weights),
          Dtype.F32,
          Extras.none());
    }
    try (Checkpoint large = Checkpoint.open(source.resolve("large"))) {
      assertThatThrownBy(() -> write(large, "h.gguf", GgufFormat.F16))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("model.layers.1.mlp.up_proj.weight", "F16 cannot hold", "bf16");
      assertThat(folder.resolve("h.gguf")).doesNotExist();
      assertThat(write(large, "b.gguf", GgufFormat.BF16)).exists();
    }
  }

  @Test
  void aVocabularyThatLlamaCppWouldNotLoadIsRefused() {
    try (Checkpoint hf = Checkpoint.open(family("llama"));
        Checkpoint source = gguf("llama")) {
      GgufVocabulary good = source.ggufVocabulary().orElseThrow();
      GgufVocabulary twice = withTokens(good, List.of("a", "a"), List.of(1, 1));
      vocabularyRefused(hf, twice, "stands twice", "value a");
      GgufVocabulary large =
          withTokens(good, Collections.nCopies(25, "x"), Collections.nCopies(25, 1));
      vocabularyRefused(hf, large, "25 tokens", "only 24");
    }
  }

  private void vocabularyRefused(Checkpoint hf, GgufVocabulary vocabulary, String... parts) {
    GgufExport model =
        new GgufExport("tiny", hf.config(), hf.weights(), vocabulary, Optional.empty());
    assertThatThrownBy(() -> GgufWriter.write(folder.resolve("v.gguf"), model, GgufFormat.F32))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("Fix: ");
  }
}
