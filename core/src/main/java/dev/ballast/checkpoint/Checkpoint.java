package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A model on disk: configuration, weights, tokenizer and chat template, all in HF's words. */
public sealed interface Checkpoint extends AutoCloseable permits HfCheckpoint, GgufCheckpoint {

  /**
   * Open a Hugging Face folder or a GGUF file.
   *
   * @throws BadInput when it is neither, or when it is damaged
   */
  static Checkpoint open(Path folderOrGguf) {
    if (Files.isDirectory(folderOrGguf)) {
      return HfCheckpoint.open(folderOrGguf);
    }
    if (!Files.exists(folderOrGguf)) {
      throw BadInput.of("no such model").file(folderOrGguf).fix("check the path");
    }
    if (folderOrGguf.toString().endsWith(".safetensors")) {
      throw BadInput.of("weights alone are not a model")
          .file(folderOrGguf)
          .fix("name the folder that holds it, with config.json and the tokenizer files");
    }
    return GgufCheckpoint.open(folderOrGguf);
  }

  /** Return the path that it was opened from. */
  Path source();

  /** Return {@code config.json}, or the same keys made from GGUF metadata. */
  JsonNode config();

  /** Return the weights under HF names, such as {@code model.layers.0.mlp.up_proj.weight}. */
  WeightSource weights();

  Optional<Path> tokenizerJson();

  Optional<JsonNode> tokenizerConfig();

  /** Return the text of the chat template. */
  Optional<String> chatTemplate();

  Optional<JsonNode> generationConfig();

  /** Return the vocabulary of a GGUF file; a folder has {@link #tokenizerJson} instead. */
  Optional<GgufVocabulary> ggufVocabulary();

  /** Return a SHA-256 over the content of every file that the model is made of, in hex. */
  String hash();

  @Override
  void close();
}
