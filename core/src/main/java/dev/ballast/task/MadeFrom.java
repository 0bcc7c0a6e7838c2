package dev.ballast.task;

import dev.ballast.json.BadInput;
import dev.ballast.json.Json;
import dev.ballast.json.Utf8Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a model's folder says of the models that it was made from without training. */
public final class MadeFrom {
  /** A file beside the weights of a model that was merged or converted. */
  public static final String FILE = "made_from.json";

  private static final String KEY = "models";

  /** Where PEFT names the model that an adapter goes over. */
  private static final String ADAPTER = "adapter_config.json";

  private static final String BASE = "base_model_name_or_path";

  private MadeFrom() {}

  /**
   * Return the text of the file.
   *
   * @param models references, a path as an absolute one
   */
  public static String text(List<String> models) {
    return Json.pretty(Map.of(KEY, models)) + "\n";
  }

  /** Return the references that a folder's file names; empty where there is none to read. */
  static Optional<List<String>> read(Path folder) {
    return json(folder.resolve(FILE))
        .map(tree -> tree.path(KEY).valueStream().map(node -> node.asString("")).toList())
        .filter(models -> !models.isEmpty() && !models.contains(""));
  }

  /** Return the model that the adapter in a folder goes over. */
  static Optional<String> base(Path folder) {
    return json(folder.resolve(ADAPTER))
        .map(tree -> tree.path(BASE).asString(""))
        .filter(name -> !name.isBlank());
  }

  private static Optional<JsonNode> json(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.tree(Utf8Text.read(file)));
    } catch (BadInput e) {
      // It tells nothing, which is said of the model.
      return Optional.empty();
    }
  }
}
