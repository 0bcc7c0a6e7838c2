package dev.ballast.checkpoint;

import static dev.ballast.checkpoint.TinyGguf.floats;
import static dev.ballast.checkpoint.TinyGguf.halves;
import static dev.ballast.checkpoint.TinyGguf.ints;
import static dev.ballast.checkpoint.TinyGguf.join;
import static dev.ballast.checkpoint.TinyGguf.longs;
import static dev.ballast.checkpoint.TinyGguf.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import dev.ballast.tensor.Dtype;
import dev.ballast.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {
  private static final String NORM = "blk.0.attn_norm.weight";
  private static final String DIMENSIONS = "llama.rope.dimension_count";
  private static final String HF_NORM = "model.layers.0.input_layernorm.weight";

  @TempDir Path folder;

  /** Read one row of 32 through a whole file. */
  private float[] row(int type, byte[] block) {
    TinyGguf gguf = TinyGguf.llama().tensor("token_embd.weight", type, block, 32, 1);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("row.gguf")));
        Scope _ = Scope.open()) {
      return checkpoint.weights().read("model.embed_tokens.weight").toFloats();
    }
  }

  @Test
  void q8BlockIsScaleTimesSignedByte() {
    byte[] q = new byte[32];
    for (int i = 0; i < 32; i++) {
      q[i] = (byte) (i * 8 - 128);
    }
    float[] row = row(8, join(halves(0.5f), q));
    for (int i = 0; i < 32; i++) {
      assertThat(row[i]).isEqualTo((i * 8 - 128) * 0.5f);
    }
  }

  @Test
  void q41BlockIsScaleTimesNibblePlusMinimumLowNibblesFirst() {
    float[] row = row(3, join(halves(0.25f, -1f), nibbles()));
    for (int i = 0; i < 16; i++) {
      assertThat(row[i]).isEqualTo(i * 0.25f - 1f);
      assertThat(row[16 + i]).isEqualTo((15 - i) * 0.25f - 1f);
    }
  }

  @Test
  void q40BlockIsScaleTimesNibbleMinusEight() {
    float[] row = row(2, join(halves(-2f), nibbles()));
    for (int i = 0; i < 16; i++) {
      assertThat(row[i]).isEqualTo((i - 8) * -2f);
      assertThat(row[16 + i]).isEqualTo((7 - i) * -2f);
    }
  }

  /** Byte i holds i in its low and 15 - i in its high half. */
  private static byte[] nibbles() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = (byte) (i | (15 - i) << 4);
    }
    return bytes;
  }

  @Test
  void plainTypesKeepTheirDtype() {
    byte[] bf16 = {(byte) 0x80, 0x3f, 0x00, (byte) 0xc0};
    TinyGguf gguf =
        TinyGguf.llama()
            .tensor("token_embd.weight", 0, floats(1, 2, 3, 4), 2, 2)
            .tensor("output.weight", 1, halves(0.5f, -0.25f), 2, 1)
            .tensor("output_norm.weight", 30, bf16, 2);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("m.gguf")));
        Scope _ = Scope.open()) {
      WeightSource weights = checkpoint.weights();
      assertThat(weights.names())
          .containsExactly("model.embed_tokens.weight", "lm_head.weight", "model.norm.weight");
      assertThat(weights.entry("lm_head.weight"))
          .isEqualTo(new TensorEntry(Dtype.F16, List.of(1L, 2L)));
      assertThat(weights.read("lm_head.weight").toFloats()).containsExactly(0.5f, -0.25f);
      assertThat(weights.read("model.norm.weight").dtype()).isEqualTo(Dtype.BF16);
      assertThat(weights.read("model.norm.weight").toFloats()).containsExactly(1f, -2f);
      assertThat(weights.read("model.embed_tokens.weight").toFloats()).containsExactly(1, 2, 3, 4);
      assertThat(checkpoint.config().path("tie_word_embeddings").booleanValue()).isFalse();
    }
  }

  @Test
  void undoesTheConvertersOrderOfQueryAndKeyRows() {
    // HF rows 0…7 of two heads of 4; llama.cpp's converter: reshape(heads, 2, half).swapaxes(1, 2)
    float[] converted = {0, 2, 1, 3, 4, 6, 5, 7};
    TinyGguf gguf =
        TinyGguf.llama()
            .tensor("blk.0.attn_q.weight", 0, floats(converted), 1, 8)
            .tensor("blk.0.attn_q.bias", 0, floats(converted), 8)
            .tensor("blk.0.attn_k.weight", 0, floats(0, 2, 1, 3), 1, 4)
            .tensor("blk.0.attn_v.weight", 0, floats(0, 1, 2, 3), 1, 4);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("q.gguf")));
        Scope _ = Scope.open()) {
      WeightSource weights = checkpoint.weights();
      for (String name : List.of("q_proj.weight", "q_proj.bias")) {
        assertThat(weights.read("model.layers.0.self_attn." + name).toFloats())
            .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      }
      for (String name : List.of("k_proj.weight", "v_proj.weight")) {
        assertThat(weights.read("model.layers.0.self_attn." + name).toFloats())
            .containsExactly(0, 1, 2, 3);
      }
    }
  }

  @Test
  void metadataBecomesConfigAndVocabulary() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.model", "gpt2")
            .pair("tokenizer.ggml.pre", "smollm")
            .pair("tokenizer.ggml.tokens", List.of("<s>", "a", "ü"))
            .pair("tokenizer.ggml.token_type", 9, join(ints(5), longs(3), ints(3, 1, 1)))
            .pair("tokenizer.ggml.merges", List.of("a ü"))
            .pair("tokenizer.ggml.bos_token_id", 0)
            .pair("tokenizer.ggml.eos_token_id", 1)
            .pair("tokenizer.ggml.add_bos_token", 7, new byte[] {1})
            .pair("tokenizer.chat_template", "{{ messages }}")
            .tensor("token_embd.weight", 0, floats(1, 2, 3), 1, 3)
            .version(2);
    OptionalInt none = OptionalInt.empty();
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("v.gguf")))) {
      assertThat(checkpoint.ggufVocabulary())
          .contains(
              new GgufVocabulary(
                  "gpt2",
                  "smollm",
                  List.of("<s>", "a", "ü"),
                  List.of(3, 1, 1),
                  List.of(),
                  List.of("a ü"),
                  new Roles(OptionalInt.of(0), OptionalInt.of(1), none, none, none),
                  new Edges(true, false, false, false)));
      assertThat(checkpoint.chatTemplate()).contains("{{ messages }}");
      assertThat(checkpoint.config().toString())
          .contains("\"num_key_value_heads\":1", "\"head_dim\":16", "\"rms_norm_eps\":1.0E-5")
          .contains("\"tie_word_embeddings\":true", "\"vocab_size\":3", "\"bos_token_id\":0");
      assertThat(checkpoint.tokenizerConfig().orElseThrow().path("eos_token").asString())
          .isEqualTo("a");
      assertThat(checkpoint.generationConfig().orElseThrow().toString())
          .isEqualTo("{\"bos_token_id\":0,\"eos_token_id\":1}");
    }
  }

  @Test
  void everyTypeOfMetadataIsRead() {
    TinyGguf gguf = TinyGguf.llama();
    byte[] eight = longs(-1);
    for (int type : List.of(0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12)) {
      int size = List.of(1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8).get(type);
      gguf.pair("x." + type, type, java.util.Arrays.copyOf(eight, size));
    }
    gguf.pair("nested", 9, join(ints(9), longs(1), ints(4), longs(2), ints(7, 8)));
    try (MappedFile file = MappedFile.open(gguf.write(folder.resolve("t.gguf")))) {
      var values = GgufHeader.parse(file).metadata().values();
      assertThat(values.get("x.0")).hasToString("255");
      assertThat(values.get("x.1")).hasToString("-1");
      assertThat(values.get("x.2")).hasToString("65535");
      assertThat(values.get("x.3")).hasToString("-1");
      assertThat(values.get("x.4")).hasToString("4294967295");
      assertThat(values.get("x.5")).hasToString("-1");
      assertThat(values.get("x.7")).hasToString("true");
      assertThat(values.get("x.10")).hasToString("18446744073709551615");
      assertThat(values.get("x.11")).hasToString("-1");
      assertThat(values.get("nested")).hasToString("[[7,8]]");
    }
  }

  // ---- bad input

  private void refused(TinyGguf gguf, String... parts) {
    Path file = gguf.write(folder.resolve("bad.gguf"));
    assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContainingAll("bad.gguf", "Fix: ");
  }

  @Test
  void unknownTensorTypeNamesTensorTypeAndWhatIsRead() {
    refused(
        TinyGguf.llama().tensor(NORM, 10, new byte[84], 256),
        "tensor blk.0.attn_norm.weight has the GGUF type 10",
        "[F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16]");
  }

  @Test
  void unknownArchitectureVersionAndTensorNameAreRefused() {
    refused(
        new TinyGguf().pair("general.architecture", "mamba"),
        "general.architecture",
        "mamba",
        "llama, qwen2, qwen3, phi3, gemma2, gemma3, falcon, olmo2");
    refused(new TinyGguf(), "general.architecture");
    refused(TinyGguf.llama().version(1), "unknown version of GGUF", "value 1");
    refused(TinyGguf.llama().version(3 << 24), "big-endian");
    refused(
        TinyGguf.llama().tensor("blk.0.ffn_gate_inp.weight", 0, floats(1), 1),
        "tensor blk.0.ffn_gate_inp.weight has no place");
    refused(
        TinyGguf.llama()
            .tensor("blk.0.attn_q.weight", 0, floats(1, 2, 3, 4), 1, 4)
            .tensor("blk.00.attn_q.weight", 0, floats(1, 2, 3, 4), 1, 4),
        "tensor blk.00.attn_q.weight: another tensor has its place");
  }

  @Test
  void whatIsComputedOtherwiseIsRefused() {
    refused(TinyGguf.llama().pair("llama.expert_count", 8), "key llama.expert_count");
    refused(TinyGguf.llama().pair("llama.logit_scale", 0.5f), "key llama.logit_scale");
    refused(TinyGguf.llama().pair("llama.attention.sliding_window", 8), "sliding_window");
    refused(TinyGguf.llama().pair("llama.attention.value_length", 8), "value_length");
    refused(
        TinyGguf.llama().pair("llama.attention.key_length", 16).pair(DIMENSIONS, 8), DIMENSIONS);
    refused(TinyGguf.llama().pair("llama.attention.causal", 7, new byte[] {0}), "attention.causal");
    refused(TinyGguf.llama().pair("split.count", 2), "split.count", "llama-gguf-split --merge");
    refused(TinyGguf.llama().pair("llama.rope.scaling.type", "spiral"), "rope.scaling.type");
    refused(
        TinyGguf.llama().tensor("rope_freqs.weight", 0, floats(1), 1),
        "rotary positions need 8 factors",
        "key rope_freqs.weight");
  }

  @Test
  void harmlessKeysAreRead() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("llama.expert_count", 0)
            .pair("llama.unheard_of", "x")
            .pair("llama.rope.scaling.type", "none")
            .tensor("rope_freqs.weight", 0, floats(1, 1, 1, 1, 1, 1, 1, 1), 8);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("h.gguf")))) {
      assertThat(checkpoint.weights().names()).isEmpty();
      assertThat(checkpoint.config().path("rope_parameters").toString())
          .isEqualTo("{\"rope_type\":\"default\",\"rope_theta\":100000.0}");
    }
  }

  @Test
  void aTokenThatEndsTurnsEndsGenerationsToo() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.tokens", List.of("</s>", "<|end|>", "a"))
            .pair("tokenizer.ggml.token_type", 9, join(ints(5), longs(3), ints(3, 3, 1)))
            .pair("tokenizer.ggml.eos_token_id", 0)
            .tensor("token_embd.weight", 0, floats(1, 2, 3), 1, 3);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("e.gguf")))) {
      assertThat(checkpoint.generationConfig().orElseThrow().toString())
          .isEqualTo("{\"eos_token_id\":[0,1]}");
      assertThat(checkpoint.config().path("eos_token_id").size()).isEqualTo(2);
    }
  }

  @Test
  void piecesHaveScoresAndBeginWithASpace() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.model", "llama")
            .pair("tokenizer.ggml.tokens", List.of("<unk>", "a"))
            .pair("tokenizer.ggml.scores", 9, join(ints(6), longs(2), floats(0, -1.5f)))
            .pair("tokenizer.ggml.unknown_token_id", 0)
            .tensor("token_embd.weight", 0, floats(1, 2), 1, 2);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("p.gguf")))) {
      GgufVocabulary vocabulary = checkpoint.ggufVocabulary().orElseThrow();
      assertThat(vocabulary.scores()).containsExactly(0f, -1.5f);
      assertThat(vocabulary.edges()).isEqualTo(new Edges(true, false, true, false));
      assertThat(vocabulary.roles().unk()).hasValue(0);
    }
  }

  @Test
  void scoresMustBeAsManyAsTokens() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.tokens", List.of("a", "b"))
            .pair("tokenizer.ggml.scores", 9, join(ints(6), longs(1), floats(1)))
            .tensor("token_embd.weight", 0, floats(1, 2), 1, 2);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("s.gguf")))) {
      assertThatThrownBy(checkpoint::ggufVocabulary)
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("tokenizer.ggml.scores", "2", "value 1");
    }
  }

  @Test
  void claimsBeyondTheFileAreRefused() {
    refused(
        TinyGguf.llama().pair("x", 8, longs(1L << 60)), "bytes of text (x)", "1152921504606846976");
    refused(TinyGguf.llama().pair("x", 9, join(ints(8), longs(1L << 60))), "elements of x");
    refused(
        TinyGguf.llama().pair("x", 77, new byte[0]), "unknown type of a metadata value", "key x");
    refused(TinyGguf.llama().tensor(NORM, 0, floats(1), 64), NORM, "beyond the end of the file");
    refused(TinyGguf.llama().tensor(NORM, 0, floats(1), 1L << 40, 1L << 40), NORM, "rows of more");
    refused(TinyGguf.llama().tensor(NORM, 8, new byte[34], 33), NORM, "blocks of 32");
    refused(
        TinyGguf.llama()
            .tensor(NORM, 0, floats(1), 1)
            .tensorAt(0, "output.weight", 0, floats(2), 1),
        "overlap");
    refused(
        TinyGguf.llama().tensor(NORM, 0, floats(1), 1).tensor(NORM, 0, floats(1), 1),
        "listed twice");
  }

  @Test
  void brokenMetadataIsRefused() {
    refused(TinyGguf.llama().pair("x", 8, join(longs(1), new byte[] {(byte) 0xff})), "x", "UTF-8");
    refused(TinyGguf.llama().pair("llama.block_count", 2), "stands twice", "llama.block_count");
    refused(
        new TinyGguf().pair("general.architecture", "llama").pair("llama.block_count", "many"),
        "key llama.");
    refused(TinyGguf.llama().pair("general.alignment", 33), "power of two", "value 33");
    refused(
        new TinyGguf().pair("general.architecture", 8, join(text("llama"))), "embedding_length");
  }

  @Test
  void specialIdsOutsideTheVocabularyAreRefused() {
    TinyGguf gguf =
        TinyGguf.llama()
            .pair("tokenizer.ggml.tokens", List.of("a"))
            .pair("tokenizer.ggml.eos_token_id", 9)
            .tensor("token_embd.weight", 0, floats(1), 1, 1);
    try (Checkpoint checkpoint = Checkpoint.open(gguf.write(folder.resolve("ids.gguf")))) {
      assertThatThrownBy(checkpoint::ggufVocabulary)
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("tokenizer.ggml.eos_token_id", "9");
    }
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello, this is no model");
    assertThatThrownBy(() -> Checkpoint.open(text))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("neither a folder nor a GGUF file");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("absent")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no such model");
    try (Checkpoint fine =
        Checkpoint.open(
            TinyGguf.llama()
                .tensor(NORM, 0, floats(1), 1)
                .tensor("token_embd.weight", 0, floats(1), 1, 1)
                .write(folder.resolve("f.gguf")))) {
      assertThatThrownBy(() -> fine.weights().entry("nonsense"))
          .isInstanceOf(BadInput.class)
          .hasMessageContainingAll("no tensor nonsense", HF_NORM);
    }
  }
}
