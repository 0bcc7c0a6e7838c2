package dev.ballast.tokenizer;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.checkpoint.GgufVocabulary;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The files of a checkpoint that say how text becomes tokens; an absent one is an empty object.
 *
 * @param tokenizer {@code tokenizer.json} as text
 * @param tokenizerConfig {@code tokenizer_config.json}
 * @param specialTokensMap {@code special_tokens_map.json}
 * @param generationConfig {@code generation_config.json}
 * @param config {@code config.json}
 */
public record TokenizerFiles(
    String tokenizer,
    JsonNode tokenizerConfig,
    JsonNode specialTokensMap,
    JsonNode generationConfig,
    JsonNode config) {

  /**
   * Read the files of a checkpoint folder.
   *
   * @throws BadInput when {@code tokenizer.json} is missing or a file is not JSON
   */
  public static TokenizerFiles in(Path folder) {
    Path tokenizer = folder.resolve("tokenizer.json");
    if (!Files.exists(tokenizer)) {
      throw BadInput.of("no tokenizer").file(tokenizer).fix("save the tokenizer as tokenizer.json");
    }
    return new TokenizerFiles(
        text(tokenizer),
        tree(folder.resolve("tokenizer_config.json")),
        tree(folder.resolve("special_tokens_map.json")),
        tree(folder.resolve("generation_config.json")),
        tree(folder.resolve("config.json")));
  }

  /** Read them from a checkpoint; for a GGUF they are made from its vocabulary. */
  public static TokenizerFiles of(Checkpoint checkpoint) {
    TokenizerFiles files =
        checkpoint
            .tokenizerJson()
            .map(TokenizerFiles::beside)
            .or(() -> checkpoint.ggufVocabulary().map(GgufTokenizer::files))
            .orElseThrow(
                () -> BadInput.of("no tokenizer").fix("add tokenizer.json to the checkpoint"));
    return new TokenizerFiles(
        files.tokenizer(),
        checkpoint.tokenizerJson().isPresent()
            ? checkpoint.tokenizerConfig().orElseGet(TokenizerFiles::empty)
            : files.tokenizerConfig(),
        files.specialTokensMap(),
        checkpoint.generationConfig().orElseGet(TokenizerFiles::empty),
        checkpoint.config());
  }

  /**
   * Tell the tokenizer in the words of a GGUF file.
   *
   * @throws BadInput when llama.cpp has no words for it, or would give other tokens
   */
  public GgufVocabulary ggufVocabulary() {
    return HfVocabulary.of(this);
  }

  private static TokenizerFiles beside(Path tokenizerJson) {
    return new TokenizerFiles(
        text(tokenizerJson),
        empty(),
        tree(tokenizerJson.resolveSibling("special_tokens_map.json")),
        empty(),
        empty());
  }

  static TokenizerFiles alone(String tokenizer, JsonNode tokenizerConfig) {
    return new TokenizerFiles(tokenizer, tokenizerConfig, empty(), empty(), empty());
  }

  static JsonNode empty() {
    return Json.treeOf(Map.of());
  }

  static JsonNode tree(Path file) {
    if (!Files.exists(file)) {
      return empty();
    }
    try {
      return Json.tree(text(file));
    } catch (BadInput e) {
      throw e.file(file);
    }
  }

  static String text(Path file) {
    Utf8Text.requireSmall(file);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw BadInput.of("cannot read as UTF-8").file(file).fix("save it again").because(e);
    }
  }
}
