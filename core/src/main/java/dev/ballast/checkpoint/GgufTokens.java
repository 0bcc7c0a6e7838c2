package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a GGUF file says about its tokenizer. */
final class GgufTokens {
  static final String TEMPLATE = "tokenizer.chat_template";

  /** HF's names of special ids → GGUF's. */
  static final SortedMap<String, String> IDS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  "bos_token_id", "tokenizer.ggml.bos_token_id",
                  "eos_token_id", "tokenizer.ggml.eos_token_id",
                  "pad_token_id", "tokenizer.ggml.padding_token_id")));

  private static final String TOKENS = "tokenizer.ggml.tokens";
  private static final String TYPES = "tokenizer.ggml.token_type";
  private static final int NORMAL = 1;

  private final GgufMetadata metadata;

  GgufTokens(GgufMetadata metadata) {
    this.metadata = metadata;
  }

  Optional<GgufVocabulary> vocabulary() {
    List<String> tokens = metadata.texts(TOKENS);
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    String model = metadata.text("tokenizer.ggml.model").orElse("none");
    return Optional.of(
        new GgufVocabulary(
            tokens,
            types(tokens.size()),
            metadata.texts("tokenizer.ggml.merges"),
            model,
            metadata.text("tokenizer.ggml.pre").orElse("default"),
            id("bos_token_id", tokens.size()),
            id("eos_token_id", tokens.size()),
            id("pad_token_id", tokens.size()),
            // llama.cpp's default: sentencepiece vocabularies start texts with it.
            metadata.flag("tokenizer.ggml.add_bos_token").orElse(model.equals("llama"))));
  }

  Optional<JsonNode> generationConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    IDS.forEach((hf, gguf) -> metadata.integer(gguf).ifPresent(id -> config.put(hf, id)));
    return config.isEmpty() ? Optional.empty() : Optional.of(Json.treeOf(config));
  }

  Optional<JsonNode> tokenizerConfig() {
    return vocabulary()
        .map(
            vocabulary -> {
              Map<String, Object> config = new LinkedHashMap<>();
              config.put("tokenizer_class", "PreTrainedTokenizerFast");
              config.put("add_bos_token", vocabulary.addBos());
              config.put("clean_up_tokenization_spaces", false);
              List<String> tokens = vocabulary.tokens();
              vocabulary.bos().ifPresent(id -> config.put("bos_token", tokens.get(id)));
              vocabulary.eos().ifPresent(id -> config.put("eos_token", tokens.get(id)));
              vocabulary.pad().ifPresent(id -> config.put("pad_token", tokens.get(id)));
              metadata
                  .integer("llama.context_length")
                  .ifPresent(length -> config.put("model_max_length", length));
              return Json.treeOf(config);
            });
  }

  private List<Integer> types(int count) {
    List<Integer> types = metadata.integers(TYPES);
    if (types.isEmpty()) {
      return Collections.nCopies(count, NORMAL);
    }
    if (types.size() != count) {
      throw BadInput.of("as many types as tokens are needed: " + count)
          .file(metadata.file())
          .key(TYPES)
          .value(types.size())
          .fix(Bad.AGAIN);
    }
    return types;
  }

  private OptionalInt id(String hfName, int count) {
    String key = IDS.getOrDefault(hfName, hfName);
    Optional<Integer> id = metadata.integer(key);
    if (id.isPresent() && id.get() >= count) {
      throw BadInput.of("no such token: the vocabulary has " + count)
          .file(metadata.file())
          .key(key)
          .value(id.get())
          .fix(Bad.AGAIN);
    }
    return id.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
