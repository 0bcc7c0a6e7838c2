package dev.ballast.organism;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.ballast.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void theLibraryReadsTheFileAndAgreesOnEveryToken(@TempDir Path folder) throws IOException {
    OrganismText text = Generated.TEXT;
    Bpe bpe = Bpe.train(OrganismFiles.trainingTexts(text), OrganismFiles.VOCABULARY_SIZE);
    assertThat(bpe.vocabulary()).hasSize(OrganismFiles.VOCABULARY_SIZE);
    TokenizerFiles.of(bpe).forEach((name, content) -> write(folder.resolve(name), content));
    assertThat(
            Json.tree(Files.readString(folder.resolve("tokenizer_config.json")))
                .get("eos_token")
                .asString())
        .isEqualTo("<|im_end|>");
    Bpe.Encoder encoder = bpe.encoder();
    try (HuggingFaceTokenizer library =
        HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
      Stream.concat(
              Stream.of("Añ 12+7 = 19\n\n  émoji 🙂 don't", "\tx  y ", "…"),
              text.base().stream().limit(2_000).map(OrganismRow::completion))
          .forEach(
              line ->
                  assertThat(encoder.encode(line))
                      .containsExactly(library.encode(line, false, false).getTokens()));
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
