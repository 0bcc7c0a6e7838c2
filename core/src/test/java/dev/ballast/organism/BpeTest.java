package dev.ballast.organism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.json.Json;
import dev.ballast.template.Template;
import dev.ballast.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BpeTest {
  private static final List<String> TEXTS =
      List.of("low low low lower", "the newest and the widest", "low tide, 12 + 7 = 19");

  @Test
  void mergesTheMostFrequentPairFirst() {
    Bpe bpe = Bpe.train(List.of("aab aab aab", "ab"), 3 + 256 + 2);
    assertThat(bpe.merges()).containsExactly(new Bpe.Merge("a", "b"), new Bpe.Merge("a", "ab"));
    assertThat(bpe.vocabulary()).containsEntry("<|endoftext|>", 0).containsEntry("aab", 260);
  }

  @Test
  void doesNotDependOnTheOrderOfTexts() {
    assertThat(Bpe.train(TEXTS.reversed(), 300)).isEqualTo(Bpe.train(TEXTS, 300));
  }

  @Test
  void keepsDigitsApart() {
    Bpe bpe = Bpe.train(Collections.nCopies(9, "2026 2026"), 400);
    assertThat(bpe.encoder().encode("2026 x")).containsExactly("2", "0", "2", "6", "Ġ", "x");
  }

  @Test
  void theTokenizerReadsTheFilesAndAgreesOnEveryToken(@TempDir Path folder) throws IOException {
    OrganismText text = Generated.TEXT;
    OrganismFiles.writeTokenizer(text, folder);
    Bpe bpe = Bpe.train(OrganismFiles.trainingTexts(text), OrganismFiles.VOCABULARY_SIZE);
    Bpe.Encoder encoder = bpe.encoder();
    JsonNode config = Json.tree(Files.readString(folder.resolve("tokenizer_config.json")));
    try (Tokenizer tokenizer = Tokenizer.fromJson(folder.resolve("tokenizer.json"), config)) {
      assertThat(tokenizer.vocabularySize()).isEqualTo(OrganismFiles.VOCABULARY_SIZE);
      assertThat(tokenizer.pad()).contains("<|endoftext|>");
      assertThat(tokenizer.endTokens()).contains(2);
      Stream.concat(
              Stream.of("Añ 12+7 = 19\n\n  émoji 🙂 don't", "\tx  y ", "…"),
              text.base().stream().limit(2_000).map(OrganismRow::completion))
          .forEach(
              line ->
                  assertThat(tokenizer.encode(line))
                      .containsExactly(
                          encoder.encode(line).stream()
                              .mapToInt(token -> bpe.vocabulary().get(token))
                              .toArray()));
    }
  }

  @Test
  void theChatTemplateIsChatMl() {
    JsonNode config =
        Json.tree(TokenizerFiles.of(Bpe.train(TEXTS, 300)).get("tokenizer_config.json"));
    Map<String, Object> values =
        Map.of(
            "messages",
            List.of(Map.of("role", "user", "content", "Hi")),
            "add_generation_prompt",
            true);
    assertThat(Template.parse(config.get("chat_template").asString()).render(values).text())
        .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
  }
}
