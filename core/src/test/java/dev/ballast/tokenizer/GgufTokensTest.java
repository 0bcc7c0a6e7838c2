package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.checkpoint.GgufVocabulary.Roles;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Vocabularies of GGUF files give the ids of the originals (tools/reference/gguf_tokens.py). */
class GgufTokensTest {
  private static final JsonNode FIXTURE = fixture();
  private static final OptionalInt NONE = OptionalInt.empty();
  private static final Edges BARE = new Edges(false, false, false, false);
  private static final Edges SPACED = new Edges(false, false, true, false);

  private static JsonNode fixture() {
    try (InputStream raw = GgufTokensTest.class.getResourceAsStream("gguf-tokens.json.gz");
        InputStream plain = new GZIPInputStream(Objects.requireNonNull(raw))) {
      return Json.tree(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static int[] ids(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  private static GgufVocabulary byteLevel(String pre) {
    List<String> tokens = texts(FIXTURE.path("byte_level").path("tokens"));
    return new GgufVocabulary(
        GgufVocabulary.BPE,
        pre,
        tokens,
        Collections.nCopies(tokens.size(), GgufVocabulary.NORMAL),
        List.of(),
        texts(FIXTURE.path("byte_level").path("merges")),
        new Roles(NONE, NONE, NONE, NONE, NONE),
        BARE);
  }

  private static GgufVocabulary pieces(Edges edges) {
    JsonNode pieces = FIXTURE.path("sentencepiece");
    List<Float> scores = new ArrayList<>();
    pieces.path("scores").forEach(score -> scores.add((float) score.asDouble()));
    return new GgufVocabulary(
        GgufVocabulary.SENTENCEPIECE,
        "default",
        texts(pieces.path("tokens")),
        pieces.path("types").valueStream().map(JsonNode::asInt).toList(),
        scores,
        List.of(),
        new Roles(OptionalInt.of(1), OptionalInt.of(2), NONE, NONE, OptionalInt.of(0)),
        edges);
  }

  private static void gives(Tokenizer tokenizer, JsonNode expected) {
    List<String> lines = texts(FIXTURE.path("lines"));
    assertThat(expected.size()).isEqualTo(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertThat(tokenizer.encode(lines.get(i))).as(lines.get(i)).isEqualTo(ids(expected.path(i)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-2", "olmo", "smollm",
        "falcon", "llama-bpe", "dbrx",
        "tekken", "gpt-4o", "qwen2"
      })
  void everyPreTokenizerCutsAsTheOriginal(String pre) {
    try (Tokenizer tokenizer = Tokenizer.of(byteLevel(pre))) {
      gives(tokenizer, FIXTURE.path("byte_level").path("ids").path(pre));
    }
  }

  @Test
  void theDefaultCutsAtThreeDigits() {
    try (Tokenizer standard = Tokenizer.of(byteLevel("default"));
        Tokenizer whole = Tokenizer.of(byteLevel("gpt-2"))) {
      assertThat(cut(whole, "4444")).containsExactly("44", "44");
      assertThat(cut(standard, "4444")).containsExactly("44", "4", "4");
      assertThat(standard.decode(standard.encode("a, b 12345!"))).isEqualTo("a, b 12345!");
    }
  }

  private static List<String> cut(Tokenizer tokenizer, String text) {
    List<String> tokens = new ArrayList<>();
    for (int id : tokenizer.encode(text)) {
      tokens.add(tokenizer.token(id));
    }
    return tokens;
  }

  @Test
  void piecesJoinByTheirScores() {
    try (Tokenizer spaced = Tokenizer.of(pieces(SPACED));
        Tokenizer bare = Tokenizer.of(pieces(BARE))) {
      gives(spaced, FIXTURE.path("sentencepiece").path("prefixed"));
      gives(bare, FIXTURE.path("sentencepiece").path("plain"));
    }
  }

  @Test
  void piecesBecomeTheTextAgain() {
    try (Tokenizer spaced = Tokenizer.of(pieces(SPACED));
        Tokenizer bare = Tokenizer.of(pieces(BARE))) {
      for (String line : texts(FIXTURE.path("lines"))) {
        assertThat(bare.decodeWithSpecials(bare.encode(line))).isEqualTo(line);
        if (!line.contains("  ") && !line.contains("\n\n") && !line.contains("s>")) {
          assertThat(spaced.decode(spaced.encode(line))).isEqualTo(line);
        }
      }
    }
  }

  @Test
  void textsBeginWithTheTokenOfTheVocabulary() {
    try (Tokenizer tokenizer = Tokenizer.of(pieces(new Edges(true, false, true, false)))) {
      assertThat(tokenizer.encodeFromStart("the")).startsWith(1);
      assertThat(tokenizer.encode("the")).doesNotContain(1);
    }
  }

  @Test
  void specialTokensOfPhi3TakeTheSpacesAfterThem() {
    GgufVocabulary vocabulary = pieces(new Edges(false, false, true, true));
    try (Tokenizer strips = Tokenizer.of(vocabulary);
        Tokenizer plain = Tokenizer.of(pieces(SPACED))) {
      assertThat(strips.encode("</s> the")).isEqualTo(plain.encode("</s>the"));
      assertThat(plain.encode("</s> the")).isNotEqualTo(plain.encode("</s>the"));
      assertThat(strips.encode("<s> the")).isEqualTo(plain.encode("<s> the"));
    }
  }

  @Test
  void placesThatAreOnlyFilledAreNoTokens() {
    GgufVocabulary plain = byteLevel("gpt-2");
    int size = plain.tokens().size();
    List<String> tokens = new ArrayList<>(plain.tokens());
    List<Integer> types = new ArrayList<>(plain.types());
    tokens.addAll(List.of("[PAD" + size + "]", "[PAD" + (size + 1) + "]"));
    types.addAll(List.of(GgufVocabulary.UNUSED, GgufVocabulary.UNUSED));
    GgufVocabulary filled =
        new GgufVocabulary(
            plain.kind(),
            plain.pre(),
            tokens,
            types,
            List.of(),
            plain.merges(),
            plain.roles(),
            plain.edges());
    try (Tokenizer tokenizer = Tokenizer.of(filled)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(size);
    }
  }

  // ---- the way back

  private static TokenizerFiles saved(String name) {
    return TokenizerFiles.alone(
        Json.encode(FIXTURE.path("transformers").path(name)), Json.treeOf(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma", "qwen2"})
  void whatTransformersSavesGivesTheSameTokensAsAVocabulary(String name) {
    TokenizerFiles files = saved(name);
    GgufVocabulary vocabulary = files.ggufVocabulary();
    assertThat(vocabulary.kind()).isEqualTo(name.equals("qwen2") ? "gpt2" : "llama");
    assertThat(vocabulary.edges().space()).isEqualTo(name.equals("llama"));
    try (Tokenizer own = Tokenizer.of(files);
        Tokenizer told = Tokenizer.of(vocabulary)) {
      for (String line : texts(FIXTURE.path("lines"))) {
        // Where the text begins with a space, Metaspace leaves it at one and llama.cpp adds one.
        if (!line.startsWith(" ") && !line.contains("s>")) {
          assertThat(told.encode(line)).as(line).isEqualTo(own.encode(line));
        }
      }
    }
  }

  @Test
  void aVocabularyGoesThroughATokenizerAndComesBack() {
    for (String pre : List.of("gpt-2", "olmo", "smollm", "falcon", "llama-bpe", "dbrx", "tekken")) {
      assertThat(GgufTokenizer.files(byteLevel(pre)).ggufVocabulary()).isEqualTo(byteLevel(pre));
    }
    for (Edges edges : List.of(BARE, SPACED, new Edges(true, true, true, false))) {
      GgufVocabulary before = pieces(edges);
      GgufVocabulary after = GgufTokenizer.files(before).ggufVocabulary();
      assertThat(after.tokens()).isEqualTo(before.tokens());
      assertThat(after.types()).isEqualTo(before.types());
      assertThat(after.roles()).isEqualTo(before.roles());
      assertThat(after.edges()).isEqualTo(edges);
      try (Tokenizer one = Tokenizer.of(before);
          Tokenizer other = Tokenizer.of(after)) {
        for (String line : texts(FIXTURE.path("lines"))) {
          assertThat(other.encode(line)).as(line).isEqualTo(one.encode(line));
        }
      }
    }
  }

  private static void refused(ObjectNode json, String... parts) {
    TokenizerFiles files = TokenizerFiles.alone(Json.encode(json), Json.treeOf(Map.of()));
    assertThatThrownBy(files::ggufVocabulary)
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("Fix: ");
  }

  private static ObjectNode changed(String name, String part, Object value) {
    ObjectNode json = (ObjectNode) FIXTURE.path("transformers").path(name).deepCopy();
    json.set(part, Json.treeOf(value));
    return json;
  }

  @Test
  void tokenizersThatLlamaCppHasNoWordsForAreRefused() {
    refused(changed("qwen2", "pre_tokenizer", TokenizerJson.split("x")), "key pre_tokenizer");
    refused(
        changed("qwen2", "normalizer", TokenizerJson.part("Lowercase")), "key normalizer", "Lower");
    refused(changed("llama", "normalizer", TokenizerJson.part("Lowercase")), "key normalizer.type");
    refused(
        changed("llama", "post_processor", TokenizerJson.part("RobertaProcessing")),
        "post_processor.type");
    ObjectNode unigram = (ObjectNode) FIXTURE.path("transformers").path("llama").deepCopy();
    ((ObjectNode) unigram.path("model")).put("type", "Unigram");
    refused(unigram, "model.type", "value Unigram");
    ObjectNode eager = (ObjectNode) FIXTURE.path("transformers").path("gemma").deepCopy();
    ((ObjectNode) eager.path("added_tokens").path(1)).put("lstrip", true);
    refused(eager, "other tokens", "value a <s>b<s> c");
  }

  @Test
  void aTokenThatOnlyLlamaCppWouldJoinIsRefused() {
    ObjectNode json = (ObjectNode) FIXTURE.path("transformers").path("gemma").deepCopy();
    ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
    String joined = "ez";
    assertThat(vocabulary.has("e") && vocabulary.has("z") && !vocabulary.has(joined)).isTrue();
    vocabulary.put(joined, vocabulary.size() + 3);
    refused(json, "no merge makes", "value ez");
  }

  @Test
  void aTextThatEndsWithAnUnnamedTokenIsRefused() {
    GgufVocabulary both = pieces(new Edges(true, true, true, false));
    String json = GgufTokenizer.files(both).tokenizer();
    TokenizerFiles nameless = TokenizerFiles.alone(json, Json.treeOf(Map.of("bos_token", "<s>")));
    assertThatThrownBy(nameless::ggufVocabulary)
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("eos_token", "value </s>");
  }
}
