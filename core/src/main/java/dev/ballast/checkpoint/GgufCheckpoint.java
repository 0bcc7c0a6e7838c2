package dev.ballast.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A GGUF file, told in HF's words. */
record GgufCheckpoint(Path source, JsonNode config, WeightSource weights, GgufMetadata metadata)
    implements Checkpoint {

  static GgufCheckpoint open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      GgufHeader header = GgufHeader.parse(file);
      GgufModel model = new GgufModel(file, header);
      return new GgufCheckpoint(
          path, model.config(), new GgufWeights(file, model.parts()), header.metadata());
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Optional<Path> tokenizerJson() {
    return Optional.empty();
  }

  @Override
  public Optional<JsonNode> tokenizerConfig() {
    return new GgufTokens(metadata).tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return metadata.text(GgufTokens.TEMPLATE);
  }

  @Override
  public Optional<JsonNode> generationConfig() {
    return new GgufTokens(metadata).generationConfig();
  }

  @Override
  public Optional<GgufVocabulary> ggufVocabulary() {
    return new GgufTokens(metadata).vocabulary();
  }

  @Override
  public String hash() {
    return Sha256.of(source);
  }

  @Override
  public void close() {
    weights.close();
  }
}
