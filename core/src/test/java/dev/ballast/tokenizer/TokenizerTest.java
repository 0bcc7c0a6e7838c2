package dev.ballast.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.checkpoint.GgufVocabulary.Edges;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  @Test
  void encodesByMergesAndDigits() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      assertThat(tokens(tiny, "hello world12"))
          .containsExactly("hello", "Ġw", "o", "r", "l", "d", "1", "2");
      assertThat(tokens(tiny, "é")).containsExactly("Ã", "©");
      assertThat(tiny.encode("")).isEmpty();
    }
  }

  @Test
  void preTokenizersDiffer() {
    assertThat(cut("gpt-2", "a12'LL\n\nb"))
        .containsExactly("a", "12", "'", "L", "L", "Ċ", "Ċ", "b");
    assertThat(cut("smollm", "a12")).containsExactly("a", "1", "2");
    assertThat(cut("llama-bpe", "a12!\n\nb")).containsExactly("a", "12", "!", "ĊĊ", "b");
    assertThat(cut("qwen2", "a12")).containsExactly("a", "1", "2");
    assertThat(cut("qwen2", "e\u0301")).as("composed first").containsExactly("Ã", "©");
    assertThat(cut("smollm", "e\u0301")).containsExactly("e", "Ì", "ģ");
  }

  @Test
  void recognisesSpecialTokensAndHidesThem() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      int[] ids = tiny.encode("<|im_start|>hello<|im_end|>");
      assertThat(ids).containsExactly(1, tiny.id("hello").orElseThrow(), 2);
      assertThat(tiny.decode(ids)).isEqualTo("hello");
      assertThat(tiny.decodeWithSpecials(ids)).isEqualTo("<|im_start|>hello<|im_end|>");
      assertThat(tiny.special(1)).isTrue();
      assertThat(tiny.special(7)).isFalse();
    }
  }

  @Test
  void roundTripsAnyText() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      for (String text :
          List.of("héllo 😀\n\t", "\u0000\u0001", "日本語 12", "👩‍💻", "  ", "a\u00a0b")) {
        assertThat(tiny.decode(tiny.encode(text))).isEqualTo(text);
      }
    }
  }

  @Test
  void refusesHalfCharacters() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      assertThatThrownBy(() -> tiny.encode("ab\ud83d"))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("character 2");
    }
  }

  @Test
  void knowsItsTokens() {
    try (Tokenizer tiny = TinyTokenizer.open()) {
      assertThat(tiny.vocabularySize()).isEqualTo(4 + 256 + TinyTokenizer.MERGES.size());
      assertThat(tiny.id("nothing")).isEmpty();
      assertThat(tiny.token(2)).isEqualTo("<|im_end|>");
      assertThat(tiny.token(99_999)).isEmpty();
      assertThat(tiny.bos()).contains("<|im_start|>");
      assertThat(tiny.eos()).contains("<|im_end|>");
      assertThat(tiny.pad()).contains("<|endoftext|>");
      assertThat(tiny.endTokens()).containsExactly(2);
    }
  }

  @Test
  void startsATextWhereTheVocabularySaysSo() {
    GgufVocabulary plain = TinyTokenizer.vocabulary("smollm");
    GgufVocabulary adding =
        TinyTokenizer.with(plain, GgufVocabulary.BPE, new Edges(true, false, false, false));
    GgufVocabulary both =
        TinyTokenizer.with(plain, GgufVocabulary.BPE, new Edges(true, true, false, false));
    try (Tokenizer tokenizer = Tokenizer.of(adding);
        Tokenizer ending = Tokenizer.of(both);
        Tokenizer silent = Tokenizer.of(plain)) {
      assertThat(ending.encodeFromStart("a")).hasSize(3).startsWith(1).endsWith(2);
      assertThat(tokenizer.encodeFromStart("a")).hasSize(2).startsWith(1);
      assertThat(tokenizer.encodeFromStart("<|im_start|>a")).as("not twice").hasSize(2);
      assertThat(tokenizer.encode("a")).hasSize(1);
      assertThat(silent.encodeFromStart("a")).hasSize(1);
    }
  }

  @Test
  void endTokensComeFromTheGenerationConfigToo(@TempDir Path folder) throws IOException {
    TokenizerFiles files = GgufTokenizer.files(TinyTokenizer.vocabulary("smollm"));
    Files.writeString(folder.resolve("tokenizer.json"), files.tokenizer());
    Files.writeString(
        folder.resolve("special_tokens_map.json"),
        "{\"eos_token\": {\"content\": \"<|im_end|>\"}}");
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [0, 2]}");
    try (Tokenizer tokenizer = Tokenizer.of(TokenizerFiles.in(folder))) {
      assertThat(tokenizer.endTokens()).containsExactly(2, 0);
    }
  }

  @Test
  void errorsNameWhatIsWrong(@TempDir Path folder) {
    assertThatThrownBy(() -> cut("no-such-pre", "a"))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("no-such-pre", "llama-bpe", "smollm", "falcon", "default");
    GgufVocabulary good = TinyTokenizer.vocabulary("smollm");
    assertThatThrownBy(() -> Tokenizer.of(TinyTokenizer.with(good, "bert", good.edges())))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("unknown kind of tokenizer", "value bert", "gpt2 or llama");
    assertThatThrownBy(() -> Tokenizer.of(TinyTokenizer.with(good, "llama", good.edges())))
        .isInstanceOf(BadInput.class)
        .hasMessageContainingAll("a score for every token", "tokenizer.ggml.scores");
    assertThatThrownBy(() -> Tokenizer.of(TokenizerFiles.in(folder)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("tokenizer.json");
    assertThatThrownBy(() -> Tokenizer.fromJson("{}", Json.treeOf(Map.of())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("vocabulary");
    String json = GgufTokenizer.files(good).tokenizer();
    assertThatThrownBy(() -> Tokenizer.fromJson(json, Json.treeOf(Map.of("eos_token", "</s>"))))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("eos_token")
        .hasMessageContaining("</s>");
    assertThatThrownBy(
            () ->
                Tokenizer.fromJson(json.replace("\"BPE\"", "\"Nonsense\""), Json.treeOf(Map.of())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("not a usable tokenizer");
  }

  @Test
  void aClosedTokenizerSaysSo() {
    Tokenizer tiny = TinyTokenizer.open();
    tiny.close();
    tiny.close();
    assertThatThrownBy(() -> tiny.encode("a")).isInstanceOf(IllegalStateException.class);
  }

  private static List<String> cut(String pre, String text) {
    try (Tokenizer tokenizer = Tokenizer.of(TinyTokenizer.vocabulary(pre))) {
      return tokens(tokenizer, text);
    }
  }

  private static List<String> tokens(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::token).toList();
  }
}
