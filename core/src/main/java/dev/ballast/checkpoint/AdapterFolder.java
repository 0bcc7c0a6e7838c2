package dev.ballast.checkpoint;

import dev.ballast.hub.ModelReference;
import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.tensor.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An adapter as PEFT saves it: little weights that go over a base model, which it names.
 *
 * @param config {@code adapter_config.json}
 * @param weights {@code adapter_model.safetensors}
 */
public record AdapterFolder(Path source, JsonNode config, WeightSource weights)
    implements AutoCloseable {
  /** The name of the file that the weights lie in. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  static final String CONFIG = "adapter_config.json";
  private static final String BASE = "base_model_name_or_path";

  /** Tell whether a folder holds an adapter; one that holds a whole model, too, does not. */
  public static boolean at(Path folder) {
    if (!Files.exists(folder.resolve(CONFIG))) {
      return false;
    }
    boolean whole =
        Files.exists(folder.resolve(HfCheckpoint.WEIGHTS))
            || Files.exists(folder.resolve(HfCheckpoint.INDEX));
    boolean own = Files.exists(folder.resolve(WEIGHTS));
    return !Files.exists(folder.resolve(HfCheckpoint.CONFIG)) || (own && !whole);
  }

  /**
   * Open an adapter.
   *
   * @throws BadInput when a file is missing or damaged
   */
  public static AdapterFolder open(Path folder) {
    JsonNode config = Texts.object(folder.resolve(CONFIG));
    if (!Files.exists(folder.resolve(WEIGHTS))) {
      boolean pickled = Files.exists(folder.resolve("adapter_model.bin"));
      throw BadInput.of(
              pickled
                  ? "the adapter's weights are pickled (adapter_model.bin), which can run code:"
                      + " not read"
                  : "an adapter without weights: no " + WEIGHTS)
          .file(folder)
          .fix(pickled ? "convert them to safetensors" : "download the whole adapter");
    }
    return new AdapterFolder(folder, config, Safetensors.read(folder.resolve(WEIGHTS)));
  }

  /**
   * Write an adapter's files into an existing folder, with weights in F32.
   *
   * @param weights under PEFT's names
   */
  public static void writeInto(Path folder, JsonNode config, WeightSource weights, Extras extras)
      throws IOException {
    Files.writeString(folder.resolve(CONFIG), Json.pretty(config) + "\n");
    SafetensorsWriter.of(weights, weights.names(), Optional.of(Dtype.F32), Map.of())
        .writeFile(folder.resolve(WEIGHTS));
    extras.writeInto(folder);
  }

  /**
   * Write this adapter into a folder, half as large: weights in F16, which hold what training left
   * of them, and another name of the base.
   */
  public void writeHalf(Path folder, String base) {
    ObjectNode named = (ObjectNode) config.deepCopy();
    named.put(BASE, base);
    Atomic.file(folder.resolve(CONFIG), part -> Files.writeString(part, Json.pretty(named) + "\n"));
    SafetensorsWriter.of(weights, weights.names(), Optional.of(Dtype.F16), Map.of())
        .write(folder.resolve(WEIGHTS));
  }

  /**
   * Return the reference of the base model: a path as the adapter's maker wrote it, or a hub id.
   *
   * @throws BadInput when the adapter names none
   */
  public String base() {
    JsonNode name = config.path(BASE);
    if (!name.isString() || name.stringValue().isBlank()) {
      throw BadInput.of("the adapter does not name its base model");
    }
    String base = name.stringValue();
    JsonNode revision = config.path("revision");
    boolean hub = ModelReference.HUB_ID.matcher(base).matches() && !base.contains("@");
    return hub && revision.isString() && !Files.isDirectory(Path.of(base))
        ? base + "@" + revision.stringValue()
        : base;
  }

  /** Say where the name of the base stands, and what to do about a wrong one. */
  BadInput wrongBase(BadInput e) {
    return e.file(source.resolve(CONFIG)).key(BASE).orFix("name the base model with --base");
  }

  String hash() {
    return Sha256.of(List.of(source.resolve(CONFIG), source.resolve(WEIGHTS)));
  }

  @Override
  public void close() {
    weights.close();
  }
}
