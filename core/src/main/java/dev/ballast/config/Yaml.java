package dev.ballast.config;

import dev.ballast.json.BadInput;
import dev.ballast.json.Utf8Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads YAML 1.2 (core schema) as a JSON tree; duplicate keys, own tags and bombs are errors. */
public final class Yaml {
  private Yaml() {}

  /** A tree and the row (from 1) of each key path such as {@code stages[1].beta}. */
  record Document(JsonNode tree, Map<String, Integer> rows) {}

  /**
   * Read a file.
   *
   * @throws BadInput naming file and row when it is missing or is not YAML
   */
  public static JsonNode tree(Path file) {
    return document(file).tree();
  }

  /** Read a text; an empty one is a null node. */
  public static JsonNode tree(String text) {
    return document(text, YamlTree.Scalars.TYPED).tree();
  }

  static Document document(Path file) {
    String text = Utf8Text.read(file);
    try {
      return document(text, YamlTree.Scalars.TYPED);
    } catch (BadInput e) {
      throw e.file(file).orFix("correct the YAML there");
    }
  }

  static Document document(String text, YamlTree.Scalars scalars) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setCodePointLimit(16 << 20).build();
    YamlTree builder = new YamlTree(scalars, new LinkedHashMap<>());
    try {
      JsonNode tree =
          new Compose(settings)
              .composeString(text)
              .map(node -> builder.convert(node, ""))
              .orElse(JsonNodeFactory.instance.nullNode());
      return new Document(tree, builder.rows());
    } catch (MarkedYamlEngineException e) {
      BadInput error = BadInput.of("not valid YAML: " + e.getProblem());
      throw e.getProblemMark().map(mark -> error.row(mark.getLine() + 1)).orElse(error).because(e);
    } catch (YamlEngineException e) {
      throw BadInput.of("not valid YAML: " + e.getMessage()).because(e);
    }
  }
}
