package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A model on disk: configuration, weights, tokenizer and chat template, all in HF's words. */
public sealed interface Checkpoint extends AutoCloseable
    permits HfCheckpoint, GgufCheckpoint, AdaptedCheckpoint {

  /**
   * Open a whole model: a Hugging Face folder or a GGUF file.
   *
   * @throws BadInput when it is neither, or an adapter alone, or when it is damaged
   */
  static Checkpoint open(Path folderOrGguf) {
    if (AdapterFolder.at(folderOrGguf)) {
      throw BadInput.of("an adapter, not a whole model")
          .file(folderOrGguf)
          .fix("merge it into its base first: ballast merge ADAPTER OUT");
    }
    return open(folderOrGguf, Path::of);
  }

  /**
   * Open a Hugging Face folder or a GGUF file, or an adapter with the base that it names.
   *
   * @param bases finds the base by the reference that an adapter has
   * @throws BadInput when it is none of them, or when it is damaged
   */
  static Checkpoint open(Path folderOrGguf, Function<String, Path> bases) {
    if (AdapterFolder.at(folderOrGguf)) {
      return AdaptedCheckpoint.open(folderOrGguf, bases);
    }
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

  /**
   * Open an adapter over another base than the one it names.
   *
   * @param bases finds the base of the base, where that is an adapter itself
   * @throws BadInput when {@code adapter} is none, or when a file is damaged
   */
  static Checkpoint over(Path base, Path adapter, Function<String, Path> bases) {
    return AdaptedCheckpoint.over(base, adapter, bases);
  }

  /** Return the path that it was opened from. */
  Path source();

  /** Return {@code config.json}, or the same keys made from GGUF metadata. */
  JsonNode config();

  /**
   * Return the weights under HF names, such as {@code model.layers.0.mlp.up_proj.weight}; those of
   * the base where there are adapters.
   */
  WeightSource weights();

  /** Return the adapters over the weights, in the order in which they go over each other. */
  default List<AdapterFolder> adapters() {
    return List.of();
  }

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
