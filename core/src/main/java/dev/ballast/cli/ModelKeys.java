package dev.ballast.cli;

import dev.ballast.checkpoint.Checkpoint;
import dev.ballast.config.Flat;
import dev.ballast.config.Key;
import dev.ballast.hub.ModelReference;
import dev.ballast.json.BadInput;
import dev.ballast.model.LoraConfig;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The keys that name a model, which may be an adapter over another. */
@Flat
record ModelKeys(
    @Key(doc = "model reference; a PEFT adapter's folder, too") String model,
    @Key(doc = "the model that an adapter goes over (default: the one that it names)")
        Optional<String> base) {
  static ModelKeys of(String model) {
    return new ModelKeys(model, Optional.empty());
  }

  /** Open what is named; the caller closes it. */
  Checkpoint checkpoint() {
    Path path = Models.path(model);
    return base.map(reference -> Checkpoint.over(Models.path(reference), path, Models::path))
        .orElseGet(() -> Checkpoint.open(path, Models::path));
  }

  /**
   * Refuse an adapter over another base than the one it names: one trained over it names the
   * adapter alone.
   */
  void requireOwnBase() {
    if (base.isPresent()) {
      throw BadInput.of("an adapter over this one would not know that base")
          .key("base")
          .value(base.get())
          .fix("make a whole model first: ballast merge ADAPTER OUT --base BASE");
    }
  }

  /**
   * Return {@code adapter_config.json} of an adapter over this model. A path is made absolute, so
   * that it is found from every folder.
   *
   * @throws BadInput as {@link #requireOwnBase} does
   */
  JsonNode adapterConfig(LoraConfig config) {
    requireOwnBase();
    return switch (ModelReference.parse(model)) {
      case ModelReference.Folder folder -> config.json(lasting(folder.path()), Optional.empty());
      case ModelReference.GgufFile file -> config.json(lasting(file.path()), Optional.empty());
      case ModelReference.HubId id ->
          config.json(
              id.org() + "/" + id.name(),
              Optional.of(id.revision()).filter(name -> !name.equals(ModelReference.MAIN)));
      case ModelReference.Embedded _, ModelReference.Endpoint _ ->
          config.json(model, Optional.empty());
    };
  }

  private static String lasting(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
