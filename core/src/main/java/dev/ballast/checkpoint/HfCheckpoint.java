package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A Hugging Face folder. */
record HfCheckpoint(Path source, JsonNode config, WeightSource weights) implements Checkpoint {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final String TOKENIZER = "tokenizer.json";
  static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  static final String TEMPLATE = "chat_template.jinja";
  static final String GENERATION = "generation_config.json";

  /** What a checkpoint carries beside configuration and weights. */
  static final List<String> COMPANIONS =
      List.of(TOKENIZER, TOKENIZER_CONFIG, "special_tokens_map.json", TEMPLATE, GENERATION);

  static HfCheckpoint open(Path folder) {
    if (!Files.exists(folder.resolve(CONFIG))) {
      throw BadInput.of("not a model folder: no config.json")
          .file(folder)
          .fix("name a folder with config.json and model.safetensors");
    }
    JsonNode config = Texts.object(folder.resolve(CONFIG));
    return new HfCheckpoint(folder, config, weights(folder));
  }

  private static WeightSource weights(Path folder) {
    if (Files.exists(folder.resolve(WEIGHTS))) {
      return Safetensors.read(folder.resolve(WEIGHTS));
    }
    if (Files.exists(folder.resolve(INDEX))) {
      return ShardedSafetensors.read(folder.resolve(INDEX));
    }
    boolean pickled =
        Files.exists(folder.resolve("pytorch_model.bin"))
            || Files.exists(folder.resolve("pytorch_model.bin.index.json"));
    throw BadInput.of(
            pickled
                ? "the weights are pickled (pytorch_model.bin), which can run code: not read"
                : "no weights: neither " + WEIGHTS + " nor " + INDEX)
        .file(folder)
        .fix(pickled ? "convert them to safetensors" : "download the whole checkpoint");
  }

  @Override
  public Optional<Path> tokenizerJson() {
    return Optional.of(source.resolve(TOKENIZER)).filter(Files::exists);
  }

  @Override
  public Optional<JsonNode> tokenizerConfig() {
    return object(TOKENIZER_CONFIG);
  }

  @Override
  public Optional<JsonNode> generationConfig() {
    return object(GENERATION);
  }

  @Override
  public Optional<String> chatTemplate() {
    Path file = source.resolve(TEMPLATE);
    return Files.exists(file)
        ? Optional.of(Texts.read(file))
        : tokenizerConfig().map(c -> c.path("chat_template")).flatMap(this::template);
  }

  /** Older checkpoints keep one text, or a list of named ones, in tokenizer_config.json. */
  private Optional<String> template(JsonNode node) {
    if (node.isString()) {
      return Optional.of(node.stringValue());
    }
    for (JsonNode named : node) {
      if (named.path("name").asString("").equals("default") && named.path("template").isString()) {
        return Optional.of(named.path("template").stringValue());
      }
    }
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    throw BadInput.of("neither a text nor a list with a template named default")
        .file(source.resolve(TOKENIZER_CONFIG))
        .key("chat_template")
        .fix("put the template into " + TEMPLATE);
  }

  @Override
  public Optional<GgufVocabulary> ggufVocabulary() {
    return Optional.empty();
  }

  @Override
  public String hash() {
    List<Path> files = new ArrayList<>();
    files.add(source.resolve(CONFIG));
    COMPANIONS.stream().map(source::resolve).filter(Files::exists).forEach(files::add);
    weightFiles().stream().map(source::resolve).forEach(files::add);
    return Sha256.of(files);
  }

  private Collection<String> weightFiles() {
    return Files.exists(source.resolve(WEIGHTS))
        ? List.of(WEIGHTS)
        : new TreeSet<>(ShardedSafetensors.weightMap(source.resolve(INDEX)).values());
  }

  private Optional<JsonNode> object(String name) {
    return Optional.of(source.resolve(name)).filter(Files::exists).map(Texts::object);
  }

  @Override
  public void close() {
    weights.close();
  }
}
