package dev.ballast.checkpoint;

import dev.ballast.json.BadInput;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A base model with an adapter over it; the adapter's own tokenizer and template win. */
record AdaptedCheckpoint(Checkpoint base, AdapterFolder adapter) implements Checkpoint {
  /** An adapter's base may have an adapter itself; a ring of them would have no end. */
  private static final int DEEPEST = 64;

  static AdaptedCheckpoint open(Path folder, Function<String, Path> bases) {
    return open(folder, bases, 1);
  }

  /**
   * Open an adapter over another base than the one it names.
   *
   * @throws BadInput when there is no adapter
   */
  static AdaptedCheckpoint over(Path base, Path folder, Function<String, Path> bases) {
    if (!AdapterFolder.at(folder)) {
      throw BadInput.of("only an adapter has a base, and this is none")
          .file(folder)
          .key("base")
          .fix("leave base out");
    }
    AdapterFolder adapter = AdapterFolder.open(folder);
    try {
      return new AdaptedCheckpoint(Checkpoint.open(base, bases), adapter);
    } catch (RuntimeException e) {
      adapter.close();
      throw e;
    }
  }

  private static AdaptedCheckpoint open(Path folder, Function<String, Path> bases, int depth) {
    if (depth > DEEPEST) {
      throw BadInput.of("more than " + DEEPEST + " adapters over each other")
          .file(folder)
          .fix("merge some of them, or name the base model with --base");
    }
    AdapterFolder adapter = AdapterFolder.open(folder);
    try {
      Path base = base(adapter, bases);
      boolean deeper = AdapterFolder.at(base);
      return new AdaptedCheckpoint(
          deeper ? open(base, bases, depth + 1) : Checkpoint.open(base, bases), adapter);
    } catch (RuntimeException e) {
      adapter.close();
      throw e;
    }
  }

  private static Path base(AdapterFolder adapter, Function<String, Path> bases) {
    try {
      Path base = bases.apply(adapter.base());
      if (!Files.exists(base)) {
        throw BadInput.of("no such model").value(base);
      }
      return base;
    } catch (BadInput e) {
      throw adapter.wrongBase(e);
    } catch (InvalidPathException e) {
      throw adapter.wrongBase(BadInput.of("not a path: " + e.getReason()).because(e));
    }
  }

  @Override
  public Path source() {
    return adapter.source();
  }

  @Override
  public JsonNode config() {
    return base.config();
  }

  @Override
  public WeightSource weights() {
    return base.weights();
  }

  @Override
  public List<AdapterFolder> adapters() {
    List<AdapterFolder> all = new ArrayList<>(base.adapters());
    all.add(adapter);
    return List.copyOf(all);
  }

  @Override
  public Optional<Path> tokenizerJson() {
    return beside().tokenizerJson().or(base::tokenizerJson);
  }

  @Override
  public Optional<JsonNode> tokenizerConfig() {
    return beside().tokenizerConfig().or(base::tokenizerConfig);
  }

  @Override
  public Optional<String> chatTemplate() {
    return beside().chatTemplate().or(base::chatTemplate);
  }

  @Override
  public Optional<JsonNode> generationConfig() {
    return beside().generationConfig().or(base::generationConfig);
  }

  @Override
  public Optional<GgufVocabulary> ggufVocabulary() {
    return beside().tokenizerJson().isPresent() ? Optional.empty() : base.ggufVocabulary();
  }

  @Override
  public String hash() {
    return Sha256.of(base.hash() + "  base\n" + adapter.hash() + "  adapter\n");
  }

  /** The files beside the adapter have the names that they have beside a whole model. */
  HfCheckpoint beside() {
    return new HfCheckpoint(adapter.source(), base.config(), adapter.weights());
  }

  @Override
  public void close() {
    adapter.close();
    base.close();
  }
}
