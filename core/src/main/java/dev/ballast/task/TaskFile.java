package dev.ballast.task;

import dev.ballast.config.Config;
import dev.ballast.config.Yaml;
import dev.ballast.json.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the YAML of a task; {@code include} names a file beside it, or a task that comes with
 * Ballast, whose keys it takes over.
 */
public final class TaskFile {
  /** Tasks that come with Ballast; their rows do not. */
  public static final List<String> NAMES =
      List.of(
          "arc_challenge",
          "arc_easy",
          "boolq",
          "gsm8k",
          "hellaswag",
          "mmlu",
          "openbookqa",
          "piqa",
          "wikitext",
          "winogrande");

  /** What to do where no task, or none that there is, is named. */
  public static final String USE =
      "use " + String.join(", ", NAMES) + ", or the path of a task's .yaml";

  private static final String INCLUDE = "include";

  private TaskFile() {}

  /**
   * Find a task by the name of one that comes with Ballast, or by its file.
   *
   * @param numFewshot in the place of the task's own
   * @throws BadInput naming file and key of what is unknown or does not fit
   */
  public static TaskConfig find(String name, Optional<Integer> numFewshot) {
    boolean own = NAMES.contains(name);
    if (!own && !name.matches(".*\\.ya?ml")) {
      throw BadInput.of("no such task").key("suite").value(name).fix(USE);
    }
    ObjectNode tree = own ? merged(name + ".yaml", TaskFile::resource) : tree(Path.of(name));
    numFewshot.ifPresent(examples -> tree.put("num_fewshot", examples));
    return decoded(tree, name);
  }

  /** Find a task with the examples that it has. */
  public static TaskConfig find(String name) {
    return find(name, Optional.empty());
  }

  /**
   * Read a task.
   *
   * @throws BadInput naming file and key of what is unknown or does not fit
   */
  public static TaskConfig read(Path file) {
    return decoded(tree(file), file.toString());
  }

  private static ObjectNode tree(Path file) {
    return merged(String.valueOf(file.getFileName()), name -> Yaml.tree(file.resolveSibling(name)));
  }

  private static TaskConfig decoded(ObjectNode tree, String source) {
    return Config.decode(TaskConfig.class, tree, source).value();
  }

  private static JsonNode resource(String name) {
    try (InputStream in = TaskFile.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return Yaml.tree(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  private static ObjectNode merged(String name, Function<String, JsonNode> reader) {
    return merged(name, reader, new HashSet<>());
  }

  private static ObjectNode merged(
      String name, Function<String, JsonNode> reader, Set<String> open) {
    if (!open.add(name)) {
      throw BadInput.of("files include each other").file(name).key(INCLUDE).fix("break the ring");
    }
    if (!(reader.apply(name) instanceof ObjectNode own)) {
      throw BadInput.of("a task is keys and values").file(name).fix("write key: value");
    }
    JsonNode included = own.remove(INCLUDE);
    if (included == null) {
      return own;
    }
    if (!included.isString()) {
      throw BadInput.of("one file is wanted").file(name).key(INCLUDE).value(included);
    }
    String from = included.stringValue();
    ObjectNode whole =
        NAMES.contains(from)
            ? merged(from + ".yaml", TaskFile::resource, open)
            : merged(from, reader, open);
    own.properties().forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
    return whole;
  }
}
